import { describe, expect, it } from "vitest";
import { joinPhones } from "../../../src/extras/identity/join";
import { hasCorpus, missingCorpus, readText } from "../../corpus";
import { aBox } from "./facts";

type Typed = [value: string, about?: Parameters<typeof aBox>[2] | undefined];
const join = (fields: Typed[], region?: string) => joinPhones(fields.map(([value, about], i) => aBox(i, value, about ?? {})), region).map(({ phone, fields: boxes }) => [phone, ...boxes]);

describe.skipIf(!hasCorpus)(`On the pages that Chromium knows${missingCorpus}`, () => {
  /** Types into each field of the page by what Chromium says it is; the rest gets the given value. */
  const fill = (file: string, rest: (name: string) => string, values: { [kind: string]: string }) =>
    readText(`chromium-heuristics/output/${file}.out`).split("\n").filter(Boolean).map((line) => line.split(" | ").map((cell) => cell.trim()))
      .map(([kind, name, label]): Typed => [values[kind!.replace(/_WITH.*/, "")] ?? rest(name!), { name: name!, label: label! }]);
  const US = { PHONE_HOME_WHOLE_NUMBER: "201 555 0100", PHONE_HOME_CITY_CODE: "201", PHONE_HOME_NUMBER: "5550123", PHONE_HOME_NUMBER_PREFIX: "555", PHONE_HOME_NUMBER_SUFFIX: "0199", PHONE_HOME_EXTENSION: "77", PHONE_HOME_COUNTRY_CODE: "1" };

  it("the five layouts of split phones are one number each, without their extension", () => {
    const numbers = join(fill("016_misc_phones", () => "12345678", US), "US").map(([phone]) => phone);
    expect(numbers).toEqual(["201 555 0100", "201 5550123", "201 555 0199", "201 555 0199", "+1 201 555 0199", "+1 201 555 0199"]);
  });

  it("a fax in three boxes gives nothing", () => {
    const numbers = join(fill("063_register_officedepot.com", (name) => (/fax/.test(name) ? ["201", "555", "0142"][Number(name.at(-1)) - 1]! : "12345678"), US), "US");
    expect(numbers.map(([phone]) => phone)).toEqual(["201 555 0199"]);
  });

  it("two phones in three boxes each are two", () => {
    expect(join(fill("024_checkout_homedepot.com", () => "12345678", US), "US").map(([phone]) => phone)).toEqual(["201 555 0199", "201 555 0199"]);
  });
});

const parts = (name: string, label = ""): Typed[1][] => [{ name: `${name}1`, label }, { name: `${name}2` }, { name: `${name}3` }];

it("joins small boxes of one name, of which only the first is called a phone's", () => {
  expect(join([["201", { name: "p1", label: "Phone" }], ["555", { name: "p2" }], ["0123", { name: "p3" }]])).toEqual([["201 555 0123", 0, 1, 2]]);
  expect(join([["201", { label: "Phone", maxLength: 3 }], ["555", { maxLength: 3 }], ["0123", { maxLength: 4 }]])).toEqual([["201 555 0123", 0, 1, 2]]);
});

it("joins the parts that autocomplete names, in any of their forms", () => {
  const of = (autocomplete: string) => ({ autocomplete });
  expect(join([["201", of("tel-area-code")], ["5550123", of("tel-local")]], "US")).toEqual([["201 5550123", 0, 1]]);
  expect(join([["201", of("tel-area-code")], ["555", of("tel-local-prefix")], ["0123", of("tel-local-suffix")], ["12", of("tel-extension")]], "US")).toEqual([["201 555 0123", 0, 1, 2]]);
  expect(join([["49", of("tel-country-code")], ["030 1234567", of("tel-national")]])).toEqual([["+49 30 1234567", 0, 1]]);
  expect(join([["+49", of("tel-country-code")], ["30", of("tel-area-code")], ["1234567", of("tel-local")]])).toEqual([["+49 30 1234567", 0, 1, 2]]);
});

it("a code that is the region's own has a plus, and a zero behind it goes", () => {
  expect(join([["44", { name: "countryCode", label: "Country code" }], ["020 7946 0958", { label: "Phone" }]], "GB")).toEqual([["+44 20 7946 0958", 0, 1]]);
  expect(join([["0044", { name: "countryCode", label: "Country code" }], ["20 7946 0958", { label: "Phone" }]], "GB").map(([phone]) => phone)).toEqual(["0044 20 7946 0958"]);
});

it("a phone's boxes and the next phone's do not run into each other", () => {
  const two = [...parts("home", "Home phone"), ...parts("work", "Work phone")].map((about, i): Typed => [["201", "555", "0123", "202", "555", "0145"][i]!, about]);
  expect(join(two, "US")).toEqual([["201 555 0123", 0, 1, 2], ["202 555 0145", 3, 4, 5]]);
  expect(join([["2015550123", { label: "Home phone" }], ["2025550145", { label: "Mobile phone" }]], "US")).toEqual([["2015550123", 0], ["2025550145", 1]]);
  expect(join([["+44", { label: "Country code" }], ["20 7946 0958", { label: "Phone" }], ["2079460959", { label: "Mobile" }]], "GB").map(([phone]) => phone)).toEqual(["+44 20 7946 0958", "2079460959"]);
});

it.each<[string, Typed]>([
  ["postal code", ["90210", { label: "ZIP code", maxLength: 5 }]],
  ["quantity", ["12", { label: "Quantity", maxLength: 2 }]],
  ["year", ["1984", { label: "Year", maxLength: 4 }]],
  ["code", ["482911", { label: "Verification code", maxLength: 6 }]],
  ["house number", ["12", { label: "House number" }]],
  ["extension", ["77", { label: "ext." }]],
  ["extension by name", ["77", { name: "phone_ext" }]],
  ["extension by a longer name", ["77", { name: "workPhoneExtension" }]],
  ["name", ["Ada", { name: "phone_owner" }]],
  ["card", ["4111111111111111", { label: "Card number" }]],
])("a phone's neighbour is left alone: %s", (_what, neighbour) => {
  const whole: Typed = ["2015550123", { label: "Phone" }];
  const split = ["201", "555", "0123"].map((value, i): Typed => [value, parts("phone", "Phone")[i]]);
  expect(join([whole, neighbour], "US")).toEqual([["2015550123", 0]]);
  expect(join([neighbour, whole], "US")).toEqual([["2015550123", 1]]);
  expect(join([...split, neighbour], "US")).toEqual([["201 555 0123", 0, 1, 2]]);
  expect(join([neighbour, ...split], "US")).toEqual([["201 555 0123", 1, 2, 3]]);
});

it("what is too short or too long for a number gives none", () => {
  expect(join([["201", { label: "Phone", name: "a1" }], ["555", { name: "a2" }]])).toEqual([]);
  expect(join([["201", { label: "Area code" }]])).toEqual([]);
  expect(join([["+1", { label: "Country code" }]])).toEqual([]);
  expect(join(["12345", "12345", "12345", "12345"].map((value, i): Typed => [value, { name: `phone${i}` }])).every(([phone]) => String(phone).replace(/\D/g, "").length <= 15)).toBe(true);
  expect(join([["5550123", { label: "Phone" }]], "US")).toEqual([]);
  expect(join([["5550123", { label: "Phone" }]], "GB")).toEqual([["5550123", 0]]);
});

it("a whole number is taken even from a box that is named for a part", () => {
  expect(join([["2015550123", { label: "Phone number with area code" }]], "US")).toEqual([["2015550123", 0]]);
  expect(join([["+49 30 1234567", { label: "Phone (incl. country code)" }]], "US")).toEqual([["+49 30 1234567", 0]]);
});

it("the country that is chosen beside a phone is the one it was written for", () => {
  const [found] = joinPhones([aBox(0, "030 1234567", { label: "Phone", dial: "DE" })], "US");
  expect(found).toEqual({ phone: "030 1234567", fields: [0], region: "DE" });
  expect(joinPhones([aBox(0, "201", { label: "Phone", dial: "US" }), aBox(1, "5550123", { name: "phone2" })], "DE")).toEqual([{ phone: "201 5550123", fields: [0, 1], region: "US" }]);
});

it("a number over four boxes at most is found among a thousand, each looked at once or a few times", () => {
  let looks = 0;
  const boxes = Array.from({ length: 1_000 }, (_, i) => {
    const box = aBox(i, "12", { name: `phone${i}`, maxLength: 2 });
    return Object.defineProperty({ ...box }, "value", { get: () => (looks++, "12") });
  });
  joinPhones(boxes, "US");
  expect(looks).toBeLessThan(40 * boxes.length);
});
