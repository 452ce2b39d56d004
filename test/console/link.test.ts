import { expect, test } from "vitest";
import { cameFrom, shortAddress, webAddress } from "../../src/console/link";

test.each(["https://a.example/x?y=1", "http://a.example/"])("%s becomes a link", (url) => expect(webAddress(url)).toBe(url));

test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "blob:https://a.example/1",
  "vbscript:x", "file:///etc/passwd", "//a.example", "/path", "no address", "", undefined])("%s stays text", (url) => expect(webAddress(url)).toBeUndefined());

test("addresses are shortened for reading", () => {
  expect(shortAddress("https://a.example/")).toBe("a.example");
  expect(shortAddress("https://a.example/p?q=1#h")).toBe("a.example/p");
  expect(shortAddress("javascript:alert(1)")).toBe("javascript:alert(1)");
});

test.each<[string | undefined, Parameters<typeof cameFrom>[0]]>([
  ["a.example:8080", { referrer: "https://a.example:8080/p" }],
  ["a.example:8080", { referrer: "https://a.example:8080/p", url: "https://a.example/" }],
  [undefined, { referrer: "https://a.example/p", url: "https://a.example/?q=1" }],
  [undefined, { referrer: "android-app://x" }],
  ["newsletter", { referrer: "https://a.example/p", url: "https://a.example/", campaign: { source: "newsletter" } }],
  ["ads.example", { referrer: "https://ads.example/", url: "https://a.example/", campaign: { clickId: "1", network: "google" } }],
  [undefined, {}],
])("came from %s", (expected, arrival) => expect(cameFrom(arrival)).toBe(expected));
