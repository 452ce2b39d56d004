/** Ties one vendor's widget to the story, so that no exception and no late callback gets through in either direction. */
import { ID_CHARS } from "../../protocol/limits";
import type { ConversationState } from "../../protocol/event";
import type { ConversationDetail } from "../../sdk/types";
import { createGuard } from "./guard";
import type { Ear, Page, Say, Vendor } from "./vendor";

/** Hears of the conversations in a widget, and of what goes wrong there. */
export interface Audience {
  conversation(state: ConversationState, detail: ConversationDetail & { vendor: string }): void;
  debug(message: string, detail?: unknown): void;
}

/**
 * Starts an adapter on a widget that was found.
 *
 * @returns takes out what the vendor lets us take out, and silences the rest
 */
export function listen(vendor: Vendor, api: unknown, page: Page, { conversation, debug }: Audience): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const { name, channel = "chat" } = vendor;

  const guard = createGuard(signal, (error) => debug(`The adapter for ${name} failed`, error));
  const say: Say = (state, { id, agent, queue, by, channel: own = channel } = {}) => {
    const detail: ConversationDetail & { vendor: string } = { vendor: name, channel: own, method: "adapter" };
    // Whatever a vendor gives, these are texts that an agent can read.
    for (const [key, value] of Object.entries({ id, agent, queue, by }))
      if ((typeof value === "string" && value) || Number.isFinite(value)) detail[key as "id"] = `${value as string}`.slice(0, ID_CHARS);
    conversation(state, detail);
  };
  const stops: (() => void)[] = [];
  const hear: Ear["hear"] = (on, events) => {
    for (const [event, meaning] of Object.entries(events))
      guard(() => {
        const handler = guard((...args: Parameters<Parameters<typeof on>[1]>) => {
          const sighting = typeof meaning === "string" ? meaning : meaning(...args);
          if (sighting) say(...([sighting].flat() as Parameters<Say>));
        });
        const off = on(event, handler as Parameters<typeof on>[1]);
        if (typeof off === "function") stops.push(off as () => void);
      })();
  };

  debug(`Listening: ${name}`);
  const untap = guard(() => vendor.tap(api, { page, say, guard, hear, signal }))();
  if (untap) stops.push(untap);
  return () => {
    stops.forEach((stop) => guard(stop)());
    stopping.abort();
  };
}
