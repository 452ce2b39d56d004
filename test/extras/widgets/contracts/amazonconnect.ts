import { amazonconnect } from "../../../../src/extras/widgets/vendors/amazonconnect";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

type Handlers = { [event: string]: (event: string, told?: unknown) => void };

export default {
  vendor: amazonconnect,
  proof: "documentation",
  create({ window }) {
    const queue: unknown[][] = [];
    let handlers: Handlers = {};
    // That a later handler takes the place of an earlier one is the worse of what may be true.
    const live = (command: string, given: Handlers) => void (command === "registerCallback" && (handlers = { ...handlers, ...given }));
    const stub = Object.assign((...args: unknown[]) => void queue.push(args), { ac: queue });
    window.amazon_connect = stub;
    const told = { chatDetails: { contactId: "contact-1", participantId: "p1", participantToken: SECRET }, data: { displayName: SECRET } };
    const fire = (event: string, detail?: unknown) => handlers[event]?.(event, detail);
    return {
      arrive() {
        for (const args of queue) live(...(args as Parameters<typeof live>));
        window.amazon_connect = live;
      },
      steps: [
        { what: "the chat is connected", happen: (wrap) => fire("CONNECTION_ESTABLISHED", wrap(told)), tells: [["started", { conversation: "contact-1" }]], begins: true },
        { what: "the chat ends", happen: () => fire("CHAT_ENDED"), tells: ["ended"] },
        { what: "the chat ends once more", happen: () => fire("CHAT_ENDED"), tells: [] },
      ],
      siteListens: (heard) => (window.amazon_connect as typeof live)("registerCallback", { CHAT_ENDED: heard }),
      isSlot: true,
    };
  },
} satisfies Contract;
