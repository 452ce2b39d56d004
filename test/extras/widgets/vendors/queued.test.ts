/** Handlers of the site that still wait in a vendor's queue, where the vendor has room for one. */
import { expect, test, vi } from "vitest";
import { listen } from "../../../../src/extras/widgets/listen";
import amazonconnect from "../contracts/amazonconnect";
import crisp from "../contracts/crisp";
import { createAudience } from "../../standIns/host";
import { createPage } from "../../standIns/page";
import type { Vendor } from "../../../../src/extras/widgets/vendor";

test.each([
  ["Amazon Connect", amazonconnect, ["started", "ended", "ended"]],
  ["Crisp", crisp, ["opened", "message_received", "message_sent", "message_received"]],
])("are heard through: %s", (_name, { vendor, create }, expected) => {
  vi.useFakeTimers();
  const page = createPage();
  const audience = createAudience();
  const { siteListens, arrive, steps } = create(page);
  const heard = vi.fn();
  siteListens(heard);
  const stop = listen(vendor as unknown as Vendor, (vendor as unknown as Vendor).find(page.window), page.window, audience);
  arrive();
  for (const step of steps) step.happen((payload) => payload);
  expect(audience.told()).toEqual(expected);
  expect(heard.mock.calls.length).toBeGreaterThan(0);
  const before = heard.mock.calls.length;
  stop();
  for (const step of steps) step.happen((payload) => payload);
  expect(heard.mock.calls.length).toBe(2 * before);
  expect(audience.told()).toEqual(expected);
  vi.useRealTimers();
});
