/** To whom visitors are handed over: listed hosts, whole labels, the same protocol, and never the page's own host. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readHosts } from "../../../src/extras/handover/hosts";

beforeEach(() => vi.stubGlobal("location", new URL("https://www.site.example/")));
afterEach(() => vi.unstubAllGlobals());

it("takes the list of the tag and that of the page alike, in any case", () => {
  for (const domains of ["shop.example, Booking.example:8443", ["SHOP.example", "booking.example:8443"]]) {
    const isListed = readHosts(domains)!;
    expect(["https://shop.example/a", "https://shop.example:444/", "https://booking.example:8443/"].map(isListed)).toEqual([true, true, true]);
    expect(["https://booking.example/", "https://www.shop.example/", "https://shop.example.evil.io/", "https://evil.io/?https://shop.example", "https://shop.example@evil.io/"].map(isListed)).toEqual([false, false, false, false, false]);
  }
});

it("takes a star for whole labels below a host, and not for the host", () => {
  const isListed = readHosts("*.shop.example")!;
  expect(["https://a.shop.example/", "https://a.b.shop.example/"].map(isListed)).toEqual([true, true]);
  expect(["https://shop.example/", "https://ashop.example/", "https://evil-shop.example/", "https://a.shop.example.evil.io/"].map(isListed)).toEqual([false, false, false, false]);
});

it("never hands over in the clear, by another scheme, or to the page's own host", () => {
  const isListed = readHosts(["shop.example", "*.site.example"])!;
  expect(["http://shop.example/", "mailto:a@shop.example", "javascript:shop.example", "https://www.site.example/x", "", "/x", "not an address"].map(isListed)).toEqual(Array(7).fill(false));
  expect(isListed("https://other.site.example/")).toBe(true);
});

it("is off without a host, and with what is none", () => {
  for (const domains of [undefined, true, "", [], "*", "*.", "https://shop.example", "a@b", null]) expect([domains, readHosts(domains)]).toEqual([domains, undefined]);
  fc.assert(fc.property(fc.anything(), fc.string(), (domains, address) => {
    if (typeof domains !== "object") expect([true, false, undefined]).toContain(readHosts(domains)?.(address));
  }));
});
