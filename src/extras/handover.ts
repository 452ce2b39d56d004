/** The lazy bundle that keeps a visitor one over the hosts of a site: links to them carry a token, and a cookie goes with consent. */
import type { Extras, Host } from "../sdk/extras/host";
import { createAsk } from "./handover/ask";
import { forgetCookie } from "./handover/forgetCookie";
import { handLinks } from "./handover/handLinks";
import { readHosts } from "./handover/hosts";
import { createPurse } from "./handover/purse";
import { takeToken } from "./handover/takeToken";

const seen = new WeakSet<Host>();

const handover: Extras["handover"] = (host, profile) => {
  // It is asked to start whenever consent changes. The page may have stopped tracking while it was on its way.
  if (seen.has(host) || host.signal.aborted) return;
  seen.add(host);
  takeToken(() => profile() !== undefined, host.signal);
  const ask = createAsk(host, new URL((host.options.collector as string | undefined) ?? import.meta.url).origin);
  if (host.options.cookie) forgetCookie(host, ask);
  const isListed = readHosts(host.options.domains);
  if (isListed) handLinks({ host, isListed, purse: createPurse({ host, ask, visitor: () => profile()?.visitor }) });
};

export default handover;
