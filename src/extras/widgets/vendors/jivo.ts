/**
 * JivoChat. Facts from its documentation.
 *
 * It calls global functions, one an event, which sites mostly declare (`function jivo_onOpen() {}`): slots. The window
 * also opens by itself, for an invitation. `jivo_onMessageSent` and `jivo_onMessageReceived` are told of first messages
 * only. There is no end and no id. Calls back are not told, and `jivo_onIntroduction`, with who the visitor is, is left
 * alone.
 */
import { slotsOf } from "../slot";
import type { Vendor } from "../vendor";

interface Jivo {
  open(): void;
}

export const jivo: Vendor<Jivo> = {
  name: "jivo",

  // There once the widget has come.
  find: ({ jivo_api }) => jivo_api as Jivo,

  tap(_api, { page, hear }) {
    hear(slotsOf(page, "jivo_on"), {
      Open: "opened",
      ClientStartChat: "started",
      MessageSent: "message_sent",
      MessageReceived: "message_received",
      Accept: "connected",
    });
  },

  open: (api) => api.open(),
};
