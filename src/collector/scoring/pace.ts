/** Lets others work in between: a collector that learns still answers pages. */
import { setImmediate as breathe } from "node:timers/promises";

/** Waits where enough was done at a stretch. Called often, it costs a look at the clock. */
export type Pace = () => Promise<void> | undefined;

/** Milliseconds at a stretch. Requests wait for no longer than that and the one step that begins before its end. */
const STRETCH_MS = 6;

export function createPace(): Pace {
  let until = performance.now() + STRETCH_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return breathe().then(() => void (until = performance.now() + STRETCH_MS));
  };
}
