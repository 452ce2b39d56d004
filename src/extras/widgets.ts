/** The lazy bundle that makes a story of each conversation, and notices those that begin in widgets. */
import type { Click, Extras, Host, Running } from "../sdk/extras/host";
import { createGuard } from "./widgets/guard";
import { listen } from "./widgets/listen";
import { seek } from "./widgets/seek";
import { createStory } from "./widgets/story";
import { VENDORS } from "./widgets/vendors";
import { vendorsOf } from "./widgets/vendorsOf";
import type { Page, Vendor } from "./widgets/vendor";

const begin = (host: Host, clicks: Click[]): Running => {
  const { observe } = createStory(host);
  const { signal } = host;
  const page = window as unknown as Page;
  const seen: [vendor: Vendor, api: unknown][] = [];
  const present = new Set<string>();
  const stops: (() => void)[] = [];

  const found = (vendor: string | undefined) => {
    if (!vendor || present.has(vendor)) return;
    present.add(vendor);
    host.emit("widget.found", { vendor }, host.moment());
  };
  const start = createGuard(signal, host.debug)(() => {
    const vendors = vendorsOf(host.options);
    const search = seek(page, VENDORS, (vendor, api) => {
      seen.unshift([vendor, api]);
      // What is there on every page says nothing of this one.
      if (api !== page && api !== page.document) found(vendor.name);
      if (vendors ? vendors.includes(vendor.name) : !vendor.isOptIn) stops.push(listen(vendor, api, page, { conversation: observe, debug: host.debug }));
    });
    stops.push(search.stop);
    return host.bring("marks", { clicks, observe, arrived: search.again, found });
  });
  Promise.resolve(host.options.widgets === false ? host.bring("pushes") : start())
    .finally(() => {
      // From here on somebody listens, or nobody ever will.
      clicks.length = 0;
      clicks.push = () => 0;
    });
  signal.addEventListener("abort", () => stops.forEach((end) => end()));
  const find: Running["find"] = (channel) =>
    seen.flatMap(([vendor, api]) =>
      !vendor.open || vendor.isThere?.(page) === false || (channel && channel !== (vendor.channel ?? "chat")) ? [] : {
        name: vendor.name,
        open() {
          try {
            return vendor.open!(api, page) !== false;
          } catch (error) {
            host.debug(error);
            return false;
          }
        },
      });
  return { observe, find, open: (channel) => find(channel).some(({ open }) => open()) };
};

const running = new WeakMap<Host, Running>();

function widgets(host: Host, clicks: Click[]): Running;
function widgets(host: Host, clicks: Click[] | undefined): Running | undefined;
function widgets(host: Host, clicks: Click[] | undefined): Running | undefined {
  if (clicks) running.set(host, begin(host, clicks));
  return running.get(host);
}

export default widgets satisfies Extras["widgets"];
