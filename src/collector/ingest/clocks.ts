/** How far visitors' clocks are off: what their requests have in common, as the rest of the difference is the requests' way. */
import { REQUEST_MS } from "../../protocol/limits";

/** Clocks that agree this well are left alone. */
const CLOCK_MS = 2_000;
/** No request is on its way for longer: pages give it up, and whatever is between them and the collector takes a little too. */
const WAY_MS = REQUEST_MS + CLOCK_MS;
/** About a megabyte of memory; who is forgotten is measured anew. */
const VISITORS = 10_000;

export interface Clocks {
  /**
   * Takes one measurement more.
   *
   * @param visitor of one site; of a request that names none nothing is remembered
   * @param differenceMs the moment at which a request came, by the collector's clock, less that at which it was sent, by the visitor's
   * @returns how many milliseconds what the request tells has to be moved by
   */
  offMs(visitor: string | undefined, differenceMs: number): number;
}

/**
 * A request that took three seconds and a clock that is three seconds late look the same, until another request comes.
 * The quickest one is right about the clock, and moving each by its own way as well would shuffle what came in several.
 */
export function createClocks(): Clocks {
  const quickest = new Map<string, number>();
  const remember = (visitor: string, least: number) => {
    quickest.delete(visitor);
    quickest.set(visitor, least);
    if (quickest.size > VISITORS) quickest.delete(quickest.keys().next().value!);
  };

  return {
    offMs(visitor, differenceMs) {
      const known = visitor === undefined ? undefined : quickest.get(visitor);
      // Later than any way explains: the clock was set meanwhile.
      const least = known === undefined || differenceMs > known + WAY_MS ? differenceMs : Math.min(known, differenceMs);
      if (visitor !== undefined) remember(visitor, least);
      // Of one request nobody can tell, and a right clock is more likely. What comes later can only be moved further, so the order stays.
      const mayBeWay = known === undefined && least > 0 && least <= WAY_MS;
      return mayBeWay || Math.abs(least) <= CLOCK_MS ? 0 : least;
    },
  };
}
