/**
 * Kustomer. Facts known from Kustomer's documentation of its Web SDK, and from third parties' code for the frame that it
 * makes; not run.
 *
 * `Kustomer` is there before the site has started it, and does nothing until then: its frame is waited for. Handlers get
 * an error beside or instead of what is told. Agents are not known, nor what the visitor writes.
 */
import type { Vendor } from "../vendor";

const FRAME = "kustomer-ui-sdk-iframe";

type Handler = (told: { conversationId?: unknown } | null | undefined, error?: unknown) => void;

interface Kustomer {
  addListener(event: string, handler: Handler): unknown;
  removeListener(event: string, handler: Handler): unknown;
  open(): unknown;
}

const tell =
  (state: "started" | "message_received" | "ended"): ((...args: Parameters<Handler>) => [typeof state, { id: unknown }] | undefined) =>
  (told, error) =>
    error ? undefined : [state, { id: told?.conversationId }];

export const kustomer: Vendor<Kustomer> = {
  name: "kustomer",

  find: ({ Kustomer: api, document }) => document.getElementById(FRAME) && (api as Kustomer | undefined),

  tap(api, { hear }) {
    hear(
      (event, handler: Handler) => {
        api.addListener(event, handler);
        return () => api.removeListener(event, handler);
      },
      {
        onOpen: "opened",
        onConversationCreate: tell("started"),
        onMessageReceived: tell("message_received"),
        onConversationEnded: tell("ended"),
      },
    );
  },

  open: (api) => api.open(),
};
