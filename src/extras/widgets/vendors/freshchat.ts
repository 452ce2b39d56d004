/**
 * Freshchat. Facts known from third parties' code only; not run.
 *
 * There is no start but the visitor's first message. What is told carries the message and the visitor, and is not looked
 * at: so there is no id and no agent.
 */
import { onOff } from "../onOff";
import type { Emitter } from "../onOff";
import type { Vendor } from "../vendor";

interface FcWidget extends Emitter<unknown> {
  open(): unknown;
}

export const freshchat: Vendor<FcWidget> = {
  name: "freshchat",

  find: ({ fcWidget }) => fcWidget as FcWidget | undefined,

  tap(api, { hear }) {
    hear(onOff(api), {
      "widget:opened": "opened",
      "message:sent": "message_sent",
      "message:received": "message_received",
      "conversation:resolved": "ended",
    });
  },

  open: (api) => api.open(),
};
