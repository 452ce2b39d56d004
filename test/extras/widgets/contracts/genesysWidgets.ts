import { genesysWidgets } from "../../../../src/extras/widgets/vendors/genesysWidgets";
import { createEmitter, SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

export default {
  vendor: genesysWidgets,
  proof: "documentation",
  create({ window }) {
    const bus = createEmitter();
    let shown = 0;
    const tell = (event: string, data?: object) => (wrap: Wrap) => bus.fire(event, wrap({ event, data }));
    const said = (type: string, about?: object) => ({ type: "Message", text: SECRET, from: { name: SECRET, type }, ...about });
    const widgets: { [name: string]: unknown } = { main: { theme: "light" }, webchat: {} };

    window._genesys = { widgets };
    return {
      arrive() {
        widgets.bus = { subscribe: bus.on, command: (name: string) => void (name === "WebChat.open" && shown++) };
      },
      steps: [
        { what: "the window opens", happen: tell("WebChat.opened"), tells: ["opened"] },
        { what: "the chat starts", happen: tell("WebChatService.started", { sessionData: { firstName: SECRET } }), tells: ["started"], begins: true },
        { what: "somebody joins", happen: tell("WebChatService.messageReceived", { messages: [said("Agent", { type: "ParticipantJoined" })] }), tells: [] },
        { what: "an agent is there", happen: tell("WebChatService.agentConnected", { message: SECRET, numAgentsConnected: 1, agents: { 3: { name: "Anna Berg", connected: true } } }), tells: [["connected", { agent: "Anna Berg" }]], begins: true },
        { what: "the visitor writes", happen: tell("WebChatService.messageReceived", { restoring: false, messages: [said("Client")] }), tells: ["message_sent"], begins: true },
        { what: "the agent answers", happen: tell("WebChatService.messageReceived", { restoring: false, messages: [said("Agent")] }), tells: ["message_received"] },
        { what: "old messages come again", happen: tell("WebChatService.messageReceived", { restoring: true, messages: [said("Client"), said("Agent")] }), tells: [] },
        { what: "the chat ends", happen: tell("WebChatService.ended"), tells: ["ended"] },
        { what: "another cannot begin", happen: tell("WebChat.rejected", { error: SECRET }), tells: ["failed"] },
        { what: "one goes on from another page", happen: tell("WebChatService.restored"), tells: ["resumed"] },
      ],
      siteListens: (heard) => bus.on("WebChatService.started", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
