/** The lazy bundle that notices conversations by what stands in the page itself: links, marks, offers, frames, whose scripts it has, and its data layer. */
import type { Extras } from "../sdk/extras/host";
import { watchArrivals } from "./marks/arrivals";
import { captureDataLayer } from "./marks/dataLayer";
import { attribute } from "./marks/element";
import { captureFocus } from "./marks/focus";
import { vendorAt } from "./marks/hosts";
import { MARK } from "./marks/marks";
import { createOffers } from "./marks/offers";
import { capturePresses } from "./marks/presses";
import { readSettings } from "./marks/settings";
import { summon } from "./pushes/summon";
import { createGuard } from "./widgets/guard";

const marks: Extras["marks"] = (host, { clicks, observe, arrived, found }) => {
  const { signal } = host;
  const guard = createGuard(signal, host.debug);
  guard(() => {
    const { links, states } = readSettings(host.options);
    const look = captureDataLayer({ guard, states, observe, signal });
    const offers = createOffers(guard, observe, signal);
    const stop = watchArrivals(guard, `script,iframe,link[rel=stylesheet],[${MARK}-offer]`, (element) => {
      arrived();
      look();
      offers.watch(element);
      found(vendorAt(attribute(element, "src") ?? attribute(element, "href")));
    });
    signal.addEventListener("abort", stop);
    captureFocus(guard, observe, signal);
    capturePresses({ host, guard, links, observe: offers.observe, clicks });
    summon(host, guard);
  })();
};

export default marks;
