/** Lets one tab of all that want to do something do it; where browsers know no locks, each. */

/**
 * @param run begins it when this tab's turn has come, and returns how to end it
 * @returns ends it, or gives up waiting; the turn is another tab's after so many milliseconds
 */
export function lead(name: string, run: () => () => void): (lingerMs: number) => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let lingerMs = 0;
  const hold = () =>
    new Promise<void>((release) => {
      const end = run();
      const finish = () => {
        end();
        // A page that goes may never have another task.
        if (lingerMs) setTimeout(release, lingerMs);
        else release();
      };
      if (signal.aborted) finish();
      else signal.addEventListener("abort", finish);
    });
  // Some browsers have none, and some refuse them together with storage.
  (async () => navigator.locks.request(name, { signal }, hold))().catch(() => {
    if (!signal.aborted) void hold();
  });
  return (ms) => {
    lingerMs = ms;
    stopping.abort();
  };
}
