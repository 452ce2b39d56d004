/** Hears what the site tells its tag manager, where it says which of these entries are of a conversation. */
import type { ConversationState } from "../../protocol/event";
import type { Running } from "../../sdk/extras/host";
import type { Guard } from "../widgets/guard";
import { seek } from "../widgets/seek";
import type { Page } from "../widgets/vendor";

export interface DataLayerOptions {
  guard: Guard;
  /** The `event` of an entry to the state it stands for; where there is none, nothing is looked for. */
  states: ReadonlyMap<unknown, ConversationState>;
  observe: Running["observe"];
  signal: AbortSignal;
}

const LAYER = { find: ({ dataLayer }: Page) => Array.isArray(dataLayer) && dataLayer };

/**
 * Waits for the page's data layer as for a vendor's widget. Of its entries nothing but `event` is read.
 *
 * @returns to be called when something has come to the page
 */
export function captureDataLayer({ guard, states, observe, signal }: DataLayerOptions): () => void {
  if (!states.size) return () => {};
  const read = guard((entry: unknown) => {
    const state = states.get((entry as { event?: unknown } | null | undefined)?.event);
    if (state) observe(state, { method: "data_layer" });
  });
  const tap = guard((layer: unknown[]) => {
    const { push } = layer;
    const wrapped: typeof push = function (this: unknown[], ...entries) {
      const length = push.apply(this, entries);
      entries.forEach((entry) => read(entry));
      return length;
    };
    layer.forEach((entry) => read(entry));
    layer.push = wrapped;
    signal.addEventListener("abort", () => {
      // The tag manager may have wrapped ours since: then it stays in the chain, silent.
      if (layer.push === wrapped) layer.push = push;
    });
  });
  const search = seek(window as unknown as Page, [LAYER], (_layer, found) => tap(found as unknown[]));
  signal.addEventListener("abort", search.stop);
  return search.again;
}
