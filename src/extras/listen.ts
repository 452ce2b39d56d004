/** Ties one vendor's widget to the core, so that no exception and no late callback gets through in either direction. */
import type { Host } from "../sdk/extras/host";
import type { Guard, Say, Vendor } from "./vendor";

/**
 * Starts an adapter on a widget that was found.
 *
 * @returns takes out what the vendor lets us take out, and silences the rest
 */
export function listen(vendor: Vendor, api: unknown, host: Host): () => void {
  let stopped = false;

  const guard: Guard = (call) =>
    function (...args) {
      if (stopped) return undefined;
      try {
        return call.apply(this, args);
      } catch (error) {
        host.debug(`The adapter for ${vendor.name} failed`, error);
        return undefined;
      }
    };
  const say: Say = (state, detail) => host.conversation(state, { ...detail, vendor: vendor.name, channel: vendor.channel });

  host.debug(`Listening: ${vendor.name}`);
  const untap = guard(() => vendor.tap(api, say, guard))();
  return () => {
    if (untap) guard(untap)();
    stopped = true;
  };
}
