import { expect, it } from "vitest";
import { visitLine } from "../../src/console/visitLine";

it.each([
  [{ device: "mobile", os: "Android", browser: "Firefox", browserVersion: "127.0", language: "de", country: "DE", region: "Bavaria", city: "Munich" }, "Firefox on Android, Germany", "Phone · Firefox 127.0 · German · Munich, Bavaria"],
  [{ device: "desktop", os: "Linux", browser: "Chrome" }, "Chrome on Linux", "Desktop"],
  [{ device: "other", browser: "Googlebot", browserVersion: "2.1", bot: true }, "Googlebot", "Googlebot 2.1"],
  [{ device: "tablet", os: "iOS" }, "iOS", "Tablet"],
  [{ device: "tablet" }, "Tablet", "Tablet"],
  [{ country: "EG", region: "Cairo", city: "Cairo" }, "Egypt", "Cairo"],
  [{ country: "ZZZZZ", language: "no language" }, "ZZZZZ", "no language"],
] as const)("%j is said as %j", (visit, text, more) => {
  expect(visitLine(visit)).toEqual({ text, more });
});

it("Where nothing can be said nothing is", () => {
  for (const visit of [{}, { device: "other" }, { bot: true }, { city: "Munich" }] as const) expect(visitLine(visit)).toBeUndefined();
});
