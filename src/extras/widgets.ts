/** The lazy bundle that makes a story of each conversation, and notices those that begin in the page. */
import type { Extras } from "../sdk/extras/host";
import { watchArrivals } from "./widgets/arrivals";
import { createDataLayer } from "./widgets/dataLayer";
import { attribute } from "./widgets/element";
import { captureFocus } from "./widgets/focus";
import { createGuard } from "./widgets/guard";
import { vendorAt } from "./widgets/hosts";
import { listen } from "./widgets/listen";
import { MARK } from "./widgets/marks";
import { createOffers } from "./widgets/offers";
import { capturePresses } from "./widgets/presses";
import { seek } from "./widgets/seek";
import { readSettings } from "./widgets/settings";
import { createStory } from "./widgets/story";
import { VENDORS } from "./widgets/vendors";
import type { Page, Vendor } from "./widgets/vendor";

const widgets: Extras["widgets"] = (host, clicks) => {
  const { observe } = createStory(host);
  const { signal } = host;
  const page = window as unknown as Page;
  const found: [vendor: Vendor, api: unknown][] = [];
  const present = new Set<string>();
  const stops: (() => void)[] = [];

  const tellOf = (vendor: string | undefined) => {
    if (!vendor || present.has(vendor)) return;
    present.add(vendor);
    host.emit("widget.found", { vendor }, host.moment());
  };
  const guard = createGuard(signal, host.debug);
  const start = guard(() => {
    const { vendors, links, dataLayer } = readSettings(host.options);
    const layers = dataLayer.size ? [createDataLayer(dataLayer, observe)] : [];
    const wanted = VENDORS.filter(({ name, isOptIn }) => (vendors ? vendors.includes(name) : !isOptIn)).concat(layers);
    const search = seek(page, VENDORS.concat(layers), (vendor, api) => {
      found.unshift([vendor, api]);
      // What is there on every page says nothing of this one.
      if (api !== page && api !== page.document) tellOf(vendor.name);
      if (wanted.includes(vendor)) stops.push(listen(vendor, api, page, { conversation: observe, debug: host.debug }));
    });
    stops.push(search.stop);
    const offers = createOffers(guard, observe, signal);
    const stopWatching = watchArrivals(guard, `script,iframe,link[rel=stylesheet],[${MARK}-offer]`, (element) => {
      search.again();
      offers.watch(element);
      tellOf(vendorAt(attribute(element, "src") ?? attribute(element, "href")));
    });
    stops.push(stopWatching);
    captureFocus(guard, observe, signal);
    capturePresses({ host, guard, links, observe: offers.observe, clicks });
  });
  if (host.options.widgets !== false) start();
  signal.addEventListener("abort", () => stops.forEach((end) => end()));
  return {
    observe,
    open: (channel) =>
      found.some(([vendor, api]) => {
        try {
          return (!channel || channel === (vendor.channel ?? "chat")) && !!vendor.open && vendor.open(api, page) !== false;
        } catch (error) {
          host.debug(error);
          return false;
        }
      }),
  };
};

export default widgets;
