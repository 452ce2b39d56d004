/** What time it is, whatever becomes of the device's clock while the page is open. */

/** A computer that slept comes back later than its stopwatch says; no sleep is this long. */
const SLEEP_MS = 86_400_000;
/** Clocks drift apart, and are put right, by less than this. */
const DRIFT_MS = 1_000;

/**
 * A clock that runs by the browser's stopwatch from the time at which the page began. Someone who sets the device's clock,
 * back or years ahead, does not move it; a sleep, in which stopwatches may stand still, does.
 *
 * @param wall the device's clock, in milliseconds since 1970
 * @param stopwatch never goes back
 */
export function createClock(wall: () => number, stopwatch: { now(): number }): () => number {
  let began = wall() - stopwatch.now();
  return () => {
    const slept = wall() - stopwatch.now() - began;
    if (slept > DRIFT_MS && slept < SLEEP_MS) began += slept;
    return Math.round(began + stopwatch.now());
  };
}
