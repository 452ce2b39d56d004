/** Has the visitor's cookie forgotten when consent is withdrawn: no script can reach it, so that it takes a request, the last one. */
import type { Host } from "../../sdk/extras/host";
import type { Ask } from "./ask";

export function forgetCookie({ consent, signal }: Pick<Host, "consent" | "signal">, ask: Ask): void {
  let isThere = true;
  const heed = () => {
    const state = consent();
    if (isThere && state === "denied") void ask("forget", {});
    // Where it stays denied there is nothing more to forget.
    isThere = state === "granted" || (isThere && state !== "denied");
  };
  document.addEventListener("pe:consent.changed", heed, { signal });
  // The no may have come while this was on its way.
  heed();
}
