/** Google's own examples: https://github.com/google/libphonenumber */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parsePhone } from "../../../src/collector/contacts/phone";

const folder = path.resolve(process.env.PARLEY_CORPUS ?? "../shared/corpus", "libphonenumber");
const present = existsSync(folder);
const missing = present ? "" : ` (skipped: there is no ${folder}; set PARLEY_CORPUS)`;

interface Example {
  region: string;
  type: string;
  e164: string;
  national: string;
  international: string;
  rfc3966: string;
  oocFromUS: string;
  oocFromGB: string;
}
const examples = (): Example[] => readFileSync(path.join(folder, "examples.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const share = (all: boolean[]) => all.filter((right) => right).length / all.length;

describe.skipIf(!present)(`Of libphonenumber's examples${missing}`, () => {
  it("at least 99.5 % are read right, in every writing", () => {
    const right = examples().flatMap(({ region, e164, national, international, rfc3966, oocFromUS, oocFromGB }) =>
      [[national, region], [international, "US"], [rfc3966, undefined], [oocFromUS, "US"], [oocFromGB, "GB"], [e164, undefined]].map(
        ([text, from]) => parsePhone(text!, { region: from }).e164 === e164));
    expect(right.length).toBeGreaterThan(6_000);
    expect(share(right)).toBeGreaterThanOrEqual(0.995);
  });

  it("those that are called valid are never another number", () => {
    const wrong = examples().flatMap(({ region, e164, national }) => {
      const phone = parsePhone(national, { region });
      return phone.valid && phone.e164 !== e164 ? [{ national, region, e164, got: phone.e164 }] : [];
    });
    expect(wrong).toEqual([]);
  });
});

/** Written for other metadata, of numbers that are too short to be one, or of texts around a number, which no field holds. */
const NOT_OURS = [
  "My number is tel:03-331-6005;phone-context=+64", "+01164 3 331 6005", "+0064 3 331 6005", "+ 00 64 3 331 6005", "++1 (650) 253-0000", "(0xx) 1187654321",
  "tel:253-0000;phone-context=www.google.com", "tel:253-0000;isub=12345;phone-context=www.google.com", "+81 *2345", "1800 six-flags", "1800 SIX FLAGS",
  "tel:033316005;phone-context=abc.nz", "tel:033316005;phone-context=a--z",
];

describe.skipIf(!present)(`Of libphonenumber's parse cases${missing}`, () => {
  it("all are read right but those that are listed, and every time", () => {
    const cases = JSON.parse(readFileSync(path.join(folder, "util_test_parse_cases.json"), "utf8")) as { input: string; region: string; e164: string }[];
    expect(cases.length).toBe(58);
    for (let time = 0; time < 3; time++) {
      expect(cases.filter(({ input, region, e164 }) => parsePhone(input, { region }).e164 !== e164).map(({ input }) => input).filter((input) => !NOT_OURS.includes(input))).toEqual([]);
    }
  });
});

describe("A phone", () => {
  it("has its extension kept apart, and every script's digits read", () => {
    expect(parsePhone("+49 30 901820 ext. 12")).toEqual({ e164: "+4930901820", region: "DE", type: "FIXED_LINE", ext: "12", valid: true });
    expect(parsePhone("tel:+1-650-253-0000;ext=5").ext).toBe("5");
    for (const text of ["٠٣٠ ٩٠١٨٢٠", "０３０ ９０１８２０", "०३० ९०१८२०", "𝟎𝟑𝟎 𝟗𝟎𝟏𝟖𝟐𝟎"]) expect([text, parsePhone(text, { region: "de" }).e164]).toEqual([text, "+4930901820"]);
  });

  it("is taken from the browser's form where its own says too little, and never where it is sound", () => {
    expect(parsePhone("030 901820", { e164: "+4930901820" })).toMatchObject({ e164: "+4930901820", valid: true });
    expect(parsePhone("030 901820", { e164: "+15551234567", region: "DE" }).e164).toBe("+4930901820");
  });

  it.each(["", "none", "12", "+", "0".repeat(10_000), "+49 30 901820 or +49 30 901821", "\ud800", "tel:;;;"])("that is %j is none", (text) => {
    expect(parsePhone(text, { region: "DE" }).valid).toBe(false);
  });
});
