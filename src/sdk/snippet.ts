/**
 * The inline stub: remembers calls, with the page's address and the time of the call, until the script has arrived.
 * It is in websites' HTML for years, so its memory's shape may never change: see `Call`.
 */
import type { Call } from "./parley";

((page: { pe?: { [name: string]: unknown } }) => {
  // There may be the script itself or an earlier stub; or an element with this id.
  if (page.pe?.track) return;
  const q: Call[] = [];
  const pe: { [name: string]: unknown } = (page.pe = { q });
  "init page track identify conversation open on once consent session reset flush debug destroy".split(" ").map((m) => {
    pe[m] = (...args: unknown[]) => {
      let off: unknown;
      const call: Call = [m, ...args];
      call.u = location.href;
      call.t = Date.now();
      call.r = (f) => (off = f);
      q.length < 200 && q.push(call);
      return m == "session"
        ? null
        : m == "flush" || m == "open"
          // The page may wait for it, and the script may never come.
          ? new Promise((done) => setTimeout((call.r = done), 2e3))
          : () => (off ? (off as () => void)() : (call[0] = ""));
    };
  });
})(window as never);
