/** How far visitors' clocks are off: what their requests have in common, as the rest of the difference is the requests' way. */
import { REQUEST_MS } from "../../protocol/limits";

/** Clocks that agree this well are left alone. */
const CLOCK_MS = 2_000;
/** No request is on its way for longer: pages give it up, and whatever is between them and the collector takes a little too. */
const WAY_MS = REQUEST_MS + CLOCK_MS;
/** A clock may be put right by less than a way takes, so the quickest request counts for this long, and at most once more. */
const COUNTS_MS = 30 * 60_000;
/** A few megabytes of memory; who is forgotten is measured anew. */
const VISITORS = 10_000;

/** Least differences of a span of time that began at `since`, and of the one before. */
interface Measured {
  since: number;
  least: number;
  before: number;
}

export interface Clocks {
  /**
   * Takes one measurement more.
   *
   * @param visitor of one site; of a request that names none nothing is remembered
   * @param sentAt when the request was sent, by the visitor's clock
   * @param received when it came, by the collector's
   * @returns how many milliseconds what the request tells has to be moved by
   */
  offMs(visitor: string | undefined, sentAt: number, received: number): number;
}

/**
 * A request that took three seconds and a clock that is three seconds late look the same, until another request comes.
 * The quickest one is right about the clock, and moving each by its own way as well would shuffle what came in several.
 */
export function createClocks(): Clocks {
  const visitors = new Map<string, Measured>();
  const remember = (visitor: string, measured: Measured) => {
    visitors.delete(visitor);
    visitors.set(visitor, measured);
    if (visitors.size > VISITORS) visitors.delete(visitors.keys().next().value!);
  };

  return {
    offMs(visitor, sentAt, received) {
      const differenceMs = received - sentAt;
      const known = visitor === undefined ? undefined : current(visitors.get(visitor), received);
      // Later than any way explains: the clock was set meanwhile.
      const isSame = known && differenceMs <= leastOf(known) + WAY_MS;
      const measured = isSame ? { ...known, least: Math.min(known.least, differenceMs) } : { since: received, least: differenceMs, before: Infinity };
      if (visitor !== undefined) remember(visitor, measured);
      const least = leastOf(measured);
      // Of one request nobody can tell, and a right clock is more likely. What comes later can only be moved further, so the order stays.
      const mayBeWay = !known && least > 0 && least <= WAY_MS;
      return mayBeWay || Math.abs(least) <= CLOCK_MS ? 0 : least;
    },
  };
}

const leastOf = ({ least, before }: Measured) => Math.min(least, before);

/** What still counts of it. */
function current(measured: Measured | undefined, now: number): Measured | undefined {
  const age = measured ? now - measured.since : Infinity;
  if (age > 2 * COUNTS_MS) return undefined;
  return age > COUNTS_MS ? { since: now, least: Infinity, before: measured!.least } : measured;
}
