import { dynamics } from "../../../../src/extras/widgets/vendors/dynamics";
import { SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

/** The built widget, which tells every script of the site on a channel of its name; the hosted one is in vendors/dynamics.test.ts. */
export default {
  vendor: dynamics,
  proof: "run",
  create({ window, document }) {
    const listening = new Set<EventTarget>();
    class BroadcastChannel extends EventTarget {
      constructor(_name: string) {
        super();
        listening.add(this);
      }
      close() {
        listening.delete(this);
      }
    }
    let shown = 0;
    let element: object | null = null;
    Object.assign(window, { BroadcastChannel });
    Object.assign(document, { hidden: false, querySelector: (selector: string) => (/button/.test(selector) ? { click: () => shown++ } : element) });
    const tell = (eventName: string, payload?: object) => (wrap: Wrap) =>
      listening.forEach((channel) => channel.dispatchEvent(Object.assign(new Event("message"), { data: wrap({ type: "message", data: { eventName, payload } }) })));
    const message = (messageType: string, tags: string) => ({ conversationId: "c-1", text: SECRET, messageType, channelData: { tags } });
    return {
      arrive() {
        element = { id: "chat", getAttribute: () => "widget-1" };
      },
      steps: [
        { what: "an invitation is shown", happen: tell("StartProactiveChat"), tells: ["offered"] },
        { what: "the visitor accepts it", happen: tell("ProactiveChatStartChat"), tells: ["accepted"] },
        { what: "the window opens", happen: tell("MaximizeChat", { runtimeId: "1" }), tells: ["opened"] },
        { what: "the chat has begun", happen: tell("WidgetLoadComplete"), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: tell("NewMessageSent", message("user", "")), tells: ["message_sent"], begins: true },
        { what: "an agent comes", happen: tell("NewMessageReceived", message("system", "system,agentaccepted")), tells: ["connected"], begins: true },
        { what: "the agent writes", happen: tell("NewMessageReceived", message("user", "")), tells: ["message_received"] },
        { what: "the visitor ends it", happen: tell("ConversationEndedByCustomer"), tells: [["ended", { by: "customer" }]] },
        { what: "it has ended", happen: tell("ChatEnded_org-1_widget-1"), tells: [] },
      ],
      siteListens: (heard) => new BroadcastChannel("widget-1").addEventListener("message", heard),
      handlers: () => listening.size,
      shown: () => shown,
    };
  },
} satisfies Contract;
