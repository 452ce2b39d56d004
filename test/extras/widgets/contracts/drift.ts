import { drift } from "../../../../src/extras/widgets/vendors/drift";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: drift,
  proof: "documentation",
  create({ window }) {
    const { on, off, fire, count } = createEmitter();
    let shown = 0;
    const live = { on, off, api: { openChat: () => void shown++ } };
    // What the snippet leaves: an array whose methods put their own calls into it.
    const queue: unknown[] = [];
    const later = (method: string) => (...args: unknown[]) => (queue.push([method, ...args]), queue);
    window.drift = Object.assign(queue, { on: later("on"), off: later("off") });
    const told = { conversationId: 4711, data: { body: SECRET, sidebarOpen: true }, teamMember: { id: 1, name: "Anna" } };
    return {
      arrive() {
        for (const [method, event, handler] of queue as ["on", string, () => void][]) live[method](event, handler);
        window.drift = live;
      },
      steps: [
        { what: "a playbook greets", happen: (wrap) => fire("campaign:open", wrap({ campaignId: 1, data: { body: SECRET } })), tells: ["offered"] },
        { what: "the visitor takes it up", happen: (wrap) => fire("campaign:click", wrap({ campaignId: 1, data: { body: SECRET } })), tells: ["accepted"] },
        { what: "a welcome message is there, too", happen: () => fire("welcomeMessage:open"), tells: ["offered"] },
        { what: "it is closed", happen: () => fire("welcomeMessage:close"), tells: ["declined"] },
        { what: "the playbook is closed as well", happen: () => fire("campaign:dismiss"), tells: [] },
        { what: "the chat opens", happen: () => fire("chatOpen"), tells: ["opened"] },
        { what: "it is told once more by an older name", happen: () => fire("sidebarOpen"), tells: [] },
        { what: "a conversation starts", happen: (wrap) => fire("startConversation", wrap(told)), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: (wrap) => fire("message:sent", wrap(told)), tells: ["message_sent"], begins: true },
        { what: "an answer comes", happen: (wrap) => fire("message", wrap(told)), tells: ["message_received"] },
      ],
      siteListens: (heard) => (window.drift as typeof live).on("startConversation", heard),
      handlers: count,
      shown: () => shown,
    };
  },
} satisfies Contract;
