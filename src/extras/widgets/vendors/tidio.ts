/**
 * Tidio. Facts known from third parties' code, and from Tidio's documentation that events of the document tell what its
 * API tells; not run.
 *
 * Events carry the message, and are not looked at: so there is no id. An operator may be a bot, and nothing tells of an end.
 */
import { domEvents } from "../domEvents";
import type { Vendor } from "../vendor";

interface Tidio {
  open(): unknown;
}

export const tidio: Vendor<Tidio> = {
  name: "tidio",

  find: ({ tidioChatApi }) => tidioChatApi as Tidio | undefined,

  tap(_api, ear) {
    ear.hear(domEvents(ear.page.document, ear), {
      "tidioChat-open": "opened",
      "tidioChat-conversationStart": "started",
      "tidioChat-messageFromVisitor": "message_sent",
      "tidioChat-messageFromOperator": "message_received",
    });
  },

  open: (api) => api.open(),
};
