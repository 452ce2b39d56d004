import { kustomer } from "../../../../src/extras/widgets/vendors/kustomer";
import { createEmitter, SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

export default {
  vendor: kustomer,
  proof: "documentation",
  create({ window, document }) {
    const events = createEmitter<[told: unknown, error?: unknown]>();
    let isStarted = false;
    let shown = 0;
    const tell = (event: string, told?: object, error?: object) => (wrap: Wrap) => events.fire(event, wrap(told), error);
    const conversation = { conversationId: "5fd0", createdAt: "2026-11-27", ended: false, isInAssistantMode: false };

    Object.assign(document, { getElementById: (id: string) => (isStarted && id === "kustomer-ui-sdk-iframe" ? {} : null) });
    // The script is there, but not started: what it is asked does nothing.
    window.Kustomer = {
      addListener: (event: string, handler: () => void) => isStarted && events.on(event, handler),
      removeListener: events.off,
      open: () => isStarted && shown++,
    };
    return {
      arrive() {
        isStarted = true;
      },
      steps: [
        { what: "the widget opens", happen: tell("onOpen"), tells: ["opened"] },
        { what: "a conversation fails to begin", happen: tell("onConversationCreate", undefined, new Error(SECRET)), tells: [] },
        { what: "a conversation begins", happen: tell("onConversationCreate", conversation), tells: ["started"], begins: true },
        { what: "somebody answers", happen: tell("onMessageReceived", { ...conversation, body: SECRET }), tells: ["message_received"] },
        { what: "it ends", happen: tell("onConversationEnded", { ...conversation, ended: true }), tells: ["ended"] },
      ],
      siteListens: (heard) => (window.Kustomer as { addListener: typeof events.on }).addListener("onConversationCreate", heard),
      handlers: events.count,
      shown: () => shown,
    };
  },
} satisfies Contract;
