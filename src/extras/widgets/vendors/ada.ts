/**
 * Ada. Facts known from the vendor's types (npm @ada-support/embed-types 1.7.1), against which the test of this adapter
 * is compiled, and from its documentation; not run.
 *
 * A subscription answers later, with a number that ends it; before the script has come, it waits in the loader's queue.
 * `ada:conversation:message` is one that the visitor got. What the visitor writes is not told, so a conversation begins
 * when an offer is taken up, or with an agent. The end carries the whole transcript, and is not looked at.
 */
import type { Vendor } from "../vendor";

type Handler = (told: { conversation_id?: unknown } | undefined) => void;

interface Ada {
  subscribeEvent(event: string, handler: Handler): Promise<number> | undefined;
  unsubscribeEvent(id: number): Promise<unknown> | undefined;
  getInfo(): Promise<{ isChatOpen?: boolean; isDrawerOpen?: boolean }>;
  toggle(): Promise<unknown>;
}

const ignore = () => {};

export const ada: Vendor<Ada> = {
  name: "ada",

  find: ({ adaEmbed }) => adaEmbed as Ada | undefined,

  tap(api, { hear }) {
    hear(
      (event, handler: Handler) => {
        // An answer that fails must not be reported as an error of the page.
        const subscribed = Promise.resolve(api.subscribeEvent(event, handler));
        subscribed.catch(ignore);
        return () => void subscribed.then((id) => api.unsubscribeEvent(id!)).catch(ignore);
      },
      {
        "ada:campaigns:shown": "offered",
        "ada:campaigns:opened": "accepted",
        "ada:campaigns:engaged": "started",
        "ada:conversation:message": (told) => ["message_received", { id: told?.conversation_id }],
        "ada:agent:joined": (told) => ["connected", { id: told?.conversation_id }],
        "ada:end_conversation": "ended",
      },
    );
  },

  // It can only be toggled, which would hide one that is open.
  open: (api) =>
    void api
      .getInfo()
      .then(({ isChatOpen, isDrawerOpen }) => isChatOpen || isDrawerOpen || api.toggle())
      .catch(ignore),
};
