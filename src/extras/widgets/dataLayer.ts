/** Hears what the site tells its tag manager, where it says which of these entries are of a conversation. */
import type { ConversationState } from "../../protocol/event";
import type { Running } from "../../sdk/extras/host";
import type { Vendor } from "./vendor";

/**
 * The page's data layer, found and let go like a vendor's widget. Of its entries nothing but `event` is read.
 *
 * @param states the `event` of an entry to the state it stands for
 */
export const createDataLayer = (states: ReadonlyMap<unknown, ConversationState>, observe: Running["observe"]): Vendor => ({
  name: "dataLayer",
  find: (page) => Array.isArray(page.dataLayer) && page,

  tap(_page, { page, guard }) {
    const layer = page.dataLayer as unknown[];
    const { push } = layer;
    const read = guard((entry: unknown) => {
      const state = states.get((entry as { event?: unknown } | null | undefined)?.event);
      if (state) observe(state, { method: "data_layer" });
    });
    const wrapped: typeof push = function (this: unknown[], ...entries) {
      const length = push.apply(this, entries);
      entries.forEach((entry) => read(entry));
      return length;
    };
    layer.forEach((entry) => read(entry));
    layer.push = wrapped;
    return () => {
      // The tag manager may have wrapped ours since: then it stays in the chain, silent.
      if (layer.push === wrapped) layer.push = push;
    };
  },
});
