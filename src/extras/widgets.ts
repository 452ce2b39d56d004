/** The lazy bundle that makes a story of each conversation, and notices those in the chat widgets of other vendors. */
import type { Extras } from "../sdk/extras/host";
import { listen } from "./widgets/listen";
import { seek } from "./widgets/seek";
import { readSettings } from "./widgets/settings";
import { createStory } from "./widgets/story";
import { VENDORS } from "./widgets/vendors";
import type { Page, Vendor } from "./widgets/vendor";

const widgets: Extras["widgets"] = (host) => {
  const { observe } = createStory(host);
  const { signal } = host;
  const page = window as unknown as Page;
  const found: [vendor: Vendor, api: unknown][] = [];
  const stops: (() => void)[] = [];
  const { vendors } = readSettings(host.options);
  const wanted = VENDORS.filter(({ name, isOptIn }) => (vendors ? vendors.includes(name) : !isOptIn));
  // The page may have stopped tracking while this was on its way.
  if (host.options.widgets !== false && !signal.aborted)
    stops.push(
      seek(page, wanted, (vendor, api) => {
        found.unshift([vendor, api]);
        stops.push(listen(vendor, api, page, { conversation: observe, debug: host.debug }));
      }),
    );
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
