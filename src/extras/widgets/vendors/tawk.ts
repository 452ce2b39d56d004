/**
 * Tawk.to. Facts known from the vendor's own npm packages for React and Vue (@tawk.to/tawk-messenger-react 2.0.2), which
 * listen to these events, and from the documentation in them; not run.
 *
 * Callbacks on `Tawk_API` have room for one function each, which is the site's. The same is told by events of the window,
 * with what was said and what the visitor filled in. There is no id.
 */
import { domEvents } from "../domEvents";
import type { Vendor } from "../vendor";

interface Tawk {
  maximize(): unknown;
}

export const tawk: Vendor<Tawk> = {
  name: "tawk",

  find: ({ Tawk_API: api }) => api as Tawk | undefined,

  tap(_api, ear) {
    ear.hear(domEvents<{ name?: unknown } | null>(ear.page, ear), {
      tawkChatMaximized: "opened",
      tawkChatStarted: "started",
      tawkChatMessageVisitor: "message_sent",
      tawkChatMessageAgent: "message_received",
      tawkAgentJoinChat: (agent) => ["connected", { agent: agent?.name }],
      tawkChatEnded: "ended",
    });
  },

  open: (api) => api.maximize(),
};
