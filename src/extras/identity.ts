/** The lazy bundle that finds out who visits: the e-mails and phones that visitors give in forms. */
import type { Extras } from "../sdk/extras/host";
import { createClaims } from "./identity/claims";
import { readSettings } from "./identity/settings";
import { watch } from "./identity/watch";

const identity: Extras["identity"] = (host, seen) => {
  const settings = readSettings(host.options, document.documentElement.lang);
  const claims = createClaims({
    settings,
    emit: (claim, moment) => host.consent("identity") === "granted" && host.emit("identity.claimed", claim, moment ?? host.moment()),
    moment: host.moment,
    debug: host.debug,
  });
  // The page may have stopped tracking while this was on its way.
  if (!host.signal.aborted) watch({ host, settings, claims, seen });
  return { claim: claims.pass, done: claims.settle };
};

export default identity;
