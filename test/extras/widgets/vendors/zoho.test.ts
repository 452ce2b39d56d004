import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listen } from "../../../../src/extras/widgets/listen";
import { zoho } from "../../../../src/extras/widgets/vendors/zoho";
import { createAudience } from "../../standIns/host";
import { createPage } from "../../standIns/page";
import { createZoho } from "../../standIns/zoho";
import type { Vendor } from "../../../../src/extras/widgets/vendor";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function tapped({ $zoho }: ReturnType<typeof createZoho>) {
  const audience = createAudience();
  const { window } = createPage();
  window.$zoho = $zoho;
  const stop = listen(zoho as Vendor, zoho.find(window), window, audience);
  return { told: audience.told, stop };
}

test("Where its API was there before us, no handler of the site is given up", () => {
  const vendor = createZoho();
  vendor.load();
  const { chat, visitor } = vendor.$zoho.salesiq;
  visitor!.chat!(() => "the site's");
  const { told, stop } = tapped(vendor);
  expect(vendor.fire("visitor.chat", "v1", {})).toBe("the site's");
  expect(told()).toEqual([]);

  // What it gives from now on is heard through.
  chat!.attend!(() => "the site's");
  expect(vendor.fire("chat.attend", "v1", { attendername: "Anna" })).toBe("the site's");
  expect(told()).toEqual(["connected Anna"]);
  stop();
  expect(vendor.fire("chat.attend", "v1", { attendername: "Anna" })).toBe("the site's");
  expect(told()).toEqual(["connected Anna"]);
  expect(Object.getOwnPropertyDescriptor(chat, "attend")).toHaveProperty("value");
});

test("Where it comes after us, the site gives its handlers when it is ready, and both hear", () => {
  const vendor = createZoho();
  const { told } = tapped(vendor);
  const { salesiq } = vendor.$zoho;
  const ready = vi.fn(() => salesiq.chat!.complete!(() => "the site's"));
  salesiq.ready = ready;
  vendor.load();
  expect(ready).toHaveBeenCalledWith({});
  expect(salesiq.ready).toBe(ready);
  vendor.fire("visitor.chat", "v1", {});
  expect(vendor.fire("chat.complete", "v1", {})).toBe("the site's");
  expect(told()).toEqual(["started", "ended"]);
});

test("A site that ends the chat by calling without a handler does so", () => {
  const vendor = createZoho();
  tapped(vendor);
  vendor.load();
  expect(() => vendor.$zoho.salesiq.chat!.complete!()).toThrow("This would end the visitor's chat");
});
