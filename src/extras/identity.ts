/** The lazy bundle that finds out who visits: the e-mails and phones that visitors give in forms. */
import type { IdentityExtra } from "../sdk/extras/host";
import { createClaims } from "./identity/claims";
import { readSettings } from "./identity/settings";
import { watch } from "./identity/watch";

const identity: IdentityExtra = (host, seen) => {
  const settings = readSettings(host.options, document.documentElement.lang);
  const claims = createClaims({
    settings,
    emit: (claim, moment) => host.isAllowed() && host.emit("identity.claimed", claim, moment ?? host.moment()),
    debug: host.debug,
  });
  const stop = watch({ host, settings, claims, seen });
  return { claim: claims.pass, done: claims.settle, stop };
};

export default identity;
