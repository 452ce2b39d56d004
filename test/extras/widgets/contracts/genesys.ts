import { genesys } from "../../../../src/extras/widgets/vendors/genesys";
import { createEmitter, SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

type Command = [verb: string, name: string, handler?: (told: unknown) => void];

/** The site calls it so. */
const NAME = "SupportOfShop";

export default {
  vendor: genesys,
  proof: "documentation",
  create({ window }) {
    const bus = createEmitter();
    let shown = 0;
    const queue: Command[] = [];
    const run = (...[verb, name, handler]: Command) => {
      if (verb === "subscribe") bus.on(name, handler!);
      if (verb === "command" && name === "Messenger.open") shown++;
    };
    const call = (...command: Command) => (window[NAME] as typeof run)(...command);
    const tell = (event: string, data?: object) => (wrap: Wrap) => bus.fire(event, wrap({ event, data }));
    const message = (about: object) => ({ id: "8f14", type: "Text", text: SECRET, ...about });
    const agent = { originatingEntity: "Human", direction: "Outbound", channel: { from: { nickname: "Anna Berg" } } };

    // The snippet; the script puts another function in its place.
    window._genesysJs = NAME;
    window[NAME] = (...command: Command) => void queue.push(command);
    return {
      arrive() {
        window[NAME] = run;
        queue.splice(0).forEach((command) => run(...command));
      },
      steps: [
        { what: "an invitation is decided on", happen: tell("Engage.inviteOffered"), tells: ["offered"] },
        { what: "it is shown", happen: tell("Toaster.opened", { title: SECRET }), tells: [] },
        { what: "the visitor takes it", happen: tell("Toaster.accepted"), tells: ["accepted"] },
        { what: "which is told again", happen: tell("Engage.inviteAccepted"), tells: [] },
        { what: "it goes away", happen: tell("Toaster.closed"), tells: [] },
        { what: "the messenger opens", happen: tell("Messenger.opened"), tells: ["opened"] },
        { what: "a connection is made again", happen: tell("MessagingService.started", { authenticated: false, newSession: false, readOnly: false }), tells: [] },
        { what: "presence is sent", happen: tell("MessagingService.sendingMessage", { message: { type: "Event", events: [{ eventType: "Presence" }] } }), tells: [] },
        { what: "a session begins", happen: tell("MessagingService.started", { authenticated: false, newSession: true, readOnly: false }), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: tell("MessagingService.sendingMessage", { message: message({ tracingId: "b7" }) }), tells: ["message_sent"], begins: true },
        { what: "that comes back", happen: tell("MessagingService.messagesReceived", { messages: [message({ direction: "Inbound", originatingEntity: "Human", channel: { from: { nickname: SECRET } } })] }), tells: [] },
        { what: "the bot answers", happen: tell("MessagingService.messagesReceived", { messages: [message({ direction: "Outbound", originatingEntity: "Bot" })] }), tells: ["message_received"] },
        { what: "an agent answers", happen: tell("MessagingService.messagesReceived", { messages: [message(agent)] }), tells: [["connected", { agent: "Anna Berg" }], "message_received"], begins: true },
        { what: "and writes on", happen: tell("MessagingService.messagesReceived", { messages: [message(agent)] }), tells: ["message_received"], begins: true },
        { what: "the conversation ends", happen: tell("MessagingService.conversationDisconnected", { message: message(agent), readOnly: true }), tells: ["ended"] },
        { what: "the end is among the messages", happen: tell("MessagingService.messagesReceived", { messages: [message({ ...agent, type: "Event" })] }), tells: [] },
        { what: "what was said is cleared", happen: tell("MessagingService.conversationCleared"), tells: [] },
        { what: "another invitation is shown", happen: tell("Toaster.opened"), tells: ["offered"] },
        { what: "the visitor does not want it", happen: tell("Toaster.declined"), tells: ["declined"] },
        { what: "and one more", happen: tell("Engage.inviteOffered"), tells: ["offered"] },
        { what: "which nobody minds", happen: tell("Toaster.closed"), tells: ["ignored"] },
        { what: "a session goes on from another page", happen: tell("MessagingService.restored", { messages: [message(agent)], pageNumber: 1 }), tells: ["resumed"] },
      ],
      siteListens: (heard) => void call("subscribe", "MessagingService.started", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
