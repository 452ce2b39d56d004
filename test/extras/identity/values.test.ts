import { describe, expect, it } from "vitest";
import { normalizeEmail } from "../../../src/protocol/email";
import { joinPhones } from "../../../src/extras/identity/join";
import { PHONE_CHARS } from "../../../src/extras/identity/phone";
import { isPhone } from "../../../src/extras/identity/values";
import { hasCorpus, missingCorpus, readJson } from "../../corpus";
import { aBox } from "./facts";

it.each([
  "(555) 123-4567", "+1 (555) 123-4567", "555.123.4567", "020 7946 0958", "+44 (0)20 7946 0958", "01 23 45 67 89", "0170/1234567", "tel:+1-201-555-0123", "555-123-4567 ext 12", "555-123-4567 x12",
  "555-123-4567;ext=12", "555-123-4567 #12", "495 123-45-67 доб. 12", "０３-１２３４-５６７８", "٠٥٠١٢٣٤٥٦٧", "1234567", "+123456789012345", "+4111111111111111".slice(0, 14), "0411 1111 1111 1111".slice(0, 12), "555‑123–4567",
])("%s may be a phone", (value) => expect(isPhone(value)).toBe(true));

it.each([
  ["masks that are not filled", "(555) 123-45__"], ["masks that are not filled", "+1 (___) ___-____"], ["masks that are not filled", "555-123-XXXX"], ["too few digits", "123456"], ["too many", "1234567890123456"], ["one digit only", "0000000"],
  ["one digit only", "111-111-1111"], ["a date", "12/31/1999"], ["a date", "1999-12-31"], ["a date", "31.12.1999"], ["a date", "31 . 12 . 1999"], ["a social security number", "078-05-1120"], ["a social security number", "078 05 1120"], ["a taxpayer's number", "912-70-1234"],
  ["a card", "4111 1111 1111 1111"], ["a card", "378282246310005"], ["a card", "3782 822463 10005"], ["a card", "30569309025904"], ["a card of twelve digits", "6304 0000 0000".slice(0, 12) + "00"], ["an account", "DE89 3704 0044 0532 0130 00"], ["an account", "GB82WEST12345698765432"],
  ["words", "call me at 555 123 4567"], ["letters", "555-FLOWERS"], ["an e-mail", "ada@example.com"], ["nothing", ""], ["an amount", "1,234,567.00"], ["a longer text", "555 123 4567".padEnd(PHONE_CHARS + 1)],
])("%s is no phone: %s", (_what, value) => expect(isPhone(value)).toBe(false));

it("a card's number is none in the digits of any script", () => {
  expect(isPhone("４１１１ １１１１ １１１１ １１１１".slice(0, 19))).toBe(false);
  expect(isPhone("٣٧٨٢٨٢٢٤٦٣١٠٠٠٥")).toBe(false);
});

it("what would take long to read is not read", () => {
  for (const long of [`1${" ".repeat(100_000)}!`, "1".repeat(100_000), `${"1-".repeat(50_000)}x`, "(".repeat(100_000)]) expect(isPhone(long)).toBe(false);
});

describe.skipIf(!hasCorpus)(`Of what presidio's recognisers look for${missingCorpus}`, () => {
  const cases = readJson<{ [recognizer: string]: [text: unknown, hits: number][] }>("presidio/recognizer_cases.json");
  const synthetic = readJson<{ spans: { entity_type: string; entity_value: string }[] }[]>("presidio/synth_dataset_v2.json").flatMap(({ spans }) => spans);
  const typed = (recognizer: string) => cases[recognizer]!.map(([text]) => String(text));
  const isEmail = (value: string) => normalizeEmail(value) !== undefined;
  const taken = (value: string, region?: string) => isEmail(value) || joinPhones([aBox(0, value, { type: "tel", label: "Phone" })], region).length > 0;

  it("no account, card or social security number is taken from an e-mail box or a phone box", () => {
    for (const recognizer of ["iban", "credit_card", "us_ssn", "us_itin"]) {
      expect(cases[recognizer]!.length).toBeGreaterThan(5);
      expect([recognizer, typed(recognizer).filter((value) => taken(value, "US"))]).toEqual([recognizer, []]);
    }
    // On a page of no known country nine digits may be anything, and fourteen that fail a card's check are no card.
    expect(["iban", "credit_card", "us_ssn", "us_itin"].flatMap(typed).filter((value) => taken(value))).toEqual(["36168002586008", "078051121", "0780511201", "078051120", "666000000", "911701234"]);
  });

  it("an e-mail is taken, and whatever else passes in a phone box is digits that nothing tells apart", () => {
    const passing = Object.keys(cases).filter((recognizer) => typed(recognizer).some((value) => taken(value)));
    expect(passing.sort()).toEqual([...PASSING].sort());
    const others = passing.flatMap(typed).filter((value) => taken(value) && !isEmail(value));
    expect(others.filter((value) => !/^\s*[(+]?\d[\d\s().+/-]*$/.test(value))).toEqual([]);
  });

  it("of the synthetic texts' spans e-mails and phones are taken, and few others", () => {
    const of = (type: RegExp) => synthetic.filter(({ entity_type: kind }) => type.test(kind)).map(({ entity_value: value }) => String(value));
    expect(of(/^EMAIL/).filter((value) => !isEmail(value))).toEqual([]);
    expect(of(/^PHONE/).filter((value) => !isPhone(value))).toEqual([]);
    // Twelve digits that begin with a zero are dialled, not paid with.
    expect(of(/IBAN|CREDIT|SSN|DATE/).filter((value) => isPhone(value) || isEmail(value))).toEqual(["060426070011"]);
    expect(of(/PERSON|ADDRESS|ORGANIZATION|GPE|AGE|TITLE|NRP/).filter((value) => !/@/.test(value) && !/^\d+\./.test(value) && (isPhone(value) || isEmail(value)))).toEqual([]);
  });
});

/**
 * National ids and the like of which some pass in a box that the page itself calls a phone's: seven to fifteen digits without a
 * letter, as phones have them, and without a check that phones would fail. What keeps them out is the field's name (`kind`).
 */
const PASSING = [
  // Phones and e-mails.
  "email", "ph_mobile_number", "tr_phone_number",
  // Bare digits, grouped as some phones are.
  "aba_routing", "au_abn", "au_acn", "au_medicare", "au_tfn", "ca_sin", "certificate_number", "de_bsnr", "de_fuehrerschein", "de_health_insurance", "de_id_card", "de_lanr", "de_passport",
  "de_social_security", "de_tax_id", "de_tax_number", "es_nif", "fi_personal_identity_code", "in_aadhaar", "in_gstin", "it_vat_code", "kr_brn", "kr_driver_license", "kr_frn", "kr_rrn", "ng_nin", "pl_pesel",
  "se_organisationsnummer", "se_personnummer", "sg_uen", "th_tnin", "tr_license_plate", "tr_national_id", "uk_nhs", "uk_passport", "uk_vehicle_registration", "us_bank", "us_npi", "us_passport", "za_id_number",
  // Nine digits without hyphens, on a page of no known country.
  "us_ssn", "us_itin",
  // Fourteen digits that fail a card's own check.
  "credit_card",
  // Four groups of digits between dots.
  "ip",
];
