/** Keeps what goes wrong in a callback from whoever calls it: the page, or a vendor's loop over its handlers. */

/** Wraps a callback. Once there is nothing to hear any more, a wrapped function does nothing. */
export type Guard = <This, Args extends unknown[], Result>(
  call: (this: This, ...args: Args) => Result,
) => (this: This, ...args: Args) => Result | undefined;

/** @param signal aborted when there is nothing to hear any more */
export function createGuard(signal: AbortSignal, failed: (error: unknown) => void): Guard {
  return (call) =>
    function (...args) {
      if (signal.aborted) return undefined;
      try {
        return call.apply(this, args);
      } catch (error) {
        failed(error);
        return undefined;
      }
    };
}
