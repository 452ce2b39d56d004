/**
 * The inline stub: remembers calls, with the page's address and the time of the call, until the script has arrived.
 * It is in websites' HTML for years, so its memory's shape may never change: see `Call`.
 */
import type { Call } from "./parley";

((page: { pe?: { [name: string]: unknown } }) => {
  const q: Call[] = [];
  const pe: { [name: string]: unknown } = (page.pe = page.pe || { q });
  if (pe.q === q)
    "init page track identify conversation on once consent session reset flush debug destroy".split(" ").forEach((m) => {
      pe[m] = (...args: unknown[]) => {
        let off: unknown;
        const call: Call = [m, ...args];
        call.u = location.href;
        call.t = Date.now();
        q.length < 200 && q.push(call);
        if (m == "flush") return new Promise((done) => (call.r = done));
        call.r = (f) => (off = f);
        return m == "session" ? null : () => (off ? (off as () => void)() : (call[0] = ""));
      };
    });
})(window as never);
