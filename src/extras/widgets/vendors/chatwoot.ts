/**
 * Chatwoot. Facts known from reading its source (the widget's events and what sends them); not run.
 *
 * All is told by events of the window, a message with all that is in it. `on-start-conversation` is a click on the button
 * that shows the place to write, before anything is written: a start is the visitor's first message. Messages have
 * numbers for types: of the visitor, of agent or bot, and of the system, which are left out. A campaign writes to visitors
 * in an agent's name, so that nobody has joined before the visitor has written. Nothing tells of an end.
 */
import { domEvents } from "../domEvents";
import type { Vendor } from "../vendor";

const OF_VISITOR = 0;
const OF_AGENT = 1;

type Message =
  | {
      message_type?: number;
      conversation_id?: unknown;
      sender_type?: string;
      sender?: { name?: unknown };
    }
  | undefined;

interface Chatwoot {
  toggle(state: "open"): unknown;
}

export const chatwoot: Vendor<Chatwoot> = {
  name: "chatwoot",

  find: ({ $chatwoot }) => $chatwoot as Chatwoot | undefined,

  tap(_api, ear) {
    const { hear, page, say } = ear;
    let isTalking = false;
    hear(domEvents<Message>(page, ear), {
      "chatwoot:opened": "opened",
      "chatwoot:on-message"(message) {
        const { message_type: type, conversation_id: id, sender_type, sender } = message!;
        if (type === OF_VISITOR) {
          isTalking = true;
          say("message_sent", { id });
        }
        if (type !== OF_AGENT) return;
        if (isTalking && sender_type === "User") say("connected", { id, agent: sender?.name });
        say("message_received", { id });
      },
    });
  },

  open: (api) => api.toggle("open"),
};
