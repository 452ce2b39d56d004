import fc from "fast-check";
import { expect, it } from "vitest";
import { parseLanguage } from "../../../src/collector/visits/parseLanguage";

it.each([
  ["de-CH,de;q=0.9,en;q=0.8", "de-CH"], ["en", "en"], ["EN-us", "en-US"], ["zh-hant-tw", "zh-Hant-TW"], ["fr;q=0.5, ar-EG ; q=0.9", "ar-EG"], ["en;q=0.8,de;q=0.8", "en"],
  ["iw", "he"], ["*", undefined], ["*, pl;q=0.1", "pl"], ["", undefined], [",,;q=1", undefined], ["de;q=0", undefined], ["de;q=x", undefined], ["no language at all", undefined],
  ["x".repeat(40), undefined], ["de_DE", undefined], ["C", undefined], ["😀", undefined],
])("Of %j the language wanted most is %s", (header, language) => {
  expect(parseLanguage(header)).toBe(language);
});

it("Whatever stands in the header, what comes out is a language's tag or nothing", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map((text) => `${text},de;q=0.1`), fc.constant("a-".repeat(4_000))), (header) => {
    expect(parseLanguage(header) ?? "de").toMatch(/^[A-Za-z\d-]{2,40}$/);
  }));
});
