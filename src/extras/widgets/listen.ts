/** Ties one vendor's widget to the story, so that no exception and no late callback gets through in either direction. */
import type { ConversationState } from "../../protocol/event";
import type { ConversationDetail } from "../../sdk/types";
import type { Guard, Say, Vendor } from "./vendor";

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
export function listen(vendor: Vendor, api: unknown, audience: Audience): () => void {
  let stopped = false;

  const guard: Guard = (call) =>
    function (...args) {
      if (stopped) return undefined;
      try {
        return call.apply(this, args);
      } catch (error) {
        audience.debug(`The adapter for ${vendor.name} failed`, error);
        return undefined;
      }
    };
  const say: Say = (state, detail) => audience.conversation(state, { ...detail, vendor: vendor.name, channel: vendor.channel });

  audience.debug(`Listening: ${vendor.name}`);
  const untap = guard(() => vendor.tap(api, say, guard))();
  return () => {
    if (untap) guard(untap)();
    stopped = true;
  };
}
