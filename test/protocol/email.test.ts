/** Addresses of https://github.com/dominicsayers/isemail and https://github.com/JoshData/python-email-validator */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mailboxOf } from "../../src/collector/contacts/mailbox";
import { normalizeEmail } from "../../src/protocol/email";

const folder = path.resolve(process.env.PARLEY_CORPUS ?? "../shared/corpus");
const present = existsSync(path.join(folder, "isemail"));
const missing = present ? "" : ` (skipped: there is no ${folder}; set PARLEY_CORPUS)`;
const read = <T>(name: string): T => JSON.parse(readFileSync(path.join(folder, name), "utf8"));

describe.skipIf(!present)(`Of isemail's addresses${missing}`, () => {
  const all = () => read<{ address: string; category: string }[]>("isemail/tests.json");

  it("none is accepted that is an error, but for one dot at the end", () => {
    const errors = all().filter(({ category }) => category === "ISEMAIL_ERR");
    expect(errors.length).toBe(66);
    // White space around is what comes with a paste: it is trimmed, and the rest is judged.
    const accepted = errors.filter(({ address }) => address.trim() === address && normalizeEmail(address) !== undefined);
    expect(accepted.map(({ address }) => address)).toEqual(["test@iana.org."]);
    expect(normalizeEmail("test@iana.org.")).toBe("test@iana.org");
    for (const { address } of errors) expect([address, [undefined, "test@iana.org"].includes(normalizeEmail(address))]).toEqual([address, true]);
  });

  it("all are accepted that are valid, but for domains without a dot, of one letter, and one that is too long", () => {
    const valid = all().filter(({ category }) => /VALID|DNSWARN/.test(category));
    expect(valid.length).toBeGreaterThan(12);
    const refused = valid.map(({ address }) => address).filter((address) => normalizeEmail(address) === undefined);
    expect(refused).toEqual(["test@io", "test@iana.a", expect.stringMatching(/^a@a\.b\.c\.d(\.[a-z])+$/)]);
  });
});

describe.skipIf(!present)(`Of python-email-validator's addresses${missing}`, () => {
  const cases = () => read<{ [test: string]: (string | [string, ...unknown[]])[] }>("python-email-validator/syntax_cases.json");
  const addresses = (test: string) => cases()[test]!.map((one) => (typeof one === "string" ? one : one[0]));

  it("the valid ones are accepted, but for quoted local parts and names beside the address", () => {
    const valid = addresses("test_email_valid");
    expect(valid.length).toBe(12);
    expect(valid.filter((address) => !address.includes('"') && !address.includes(" <") && normalizeEmail(address) === undefined)).toEqual([]);
  });

  it("those in other scripts are accepted, but for a quoted name and a full-width @ as a letter", () => {
    const valid = addresses("test_email_valid_intl_local_part");
    expect(valid.length).toBe(15);
    expect(valid.filter((address) => normalizeEmail(address) === undefined)).toEqual([expect.stringMatching(/^".*" <.*@nfc\.tld>$/), "\uFF20@fullwidth.at"]);
  });

  it("the invalid ones are refused, but for those whose reason is another", () => {
    const invalid = addresses("test_email_invalid_syntax");
    expect(invalid.length).toBe(79);
    expect(invalid.filter((address) => normalizeEmail(address) !== undefined)).toEqual([
      "my@trailingdot.com.", "my@trailingfwdot.com\uFF0E", // One dot at the end is dropped.
      "my@example.com\n", // White space around is trimmed.
      "me@\u2488wouldbeinvalid.com", // NFKC makes a digit and a dot of it.
      "\nmy@example.com",
      expect.stringMatching(/^my\..*\.address@1{10}/), // 254 bytes, which is the limit.
      "me@bad.tld-2", "me@yy--0.tld", "me@yy\uFF0D\uFF0D0.tld", // Nobody has such a domain, but browsers take it.
      "<me@example.com>", // One pair of brackets is taken off.
    ]);
    for (const test of ["test_email_invalid_syntax_strict", "test_email_valid_only_if_quoted_local_part"]) {
      expect(addresses(test).filter((address) => normalizeEmail(address) !== undefined)).toEqual([]);
    }
    // What is invisible is taken away, and an accent belongs to the letter before it.
    const unsafe = addresses("test_email_unsafe_character").filter((char) => !/^[\u200B\p{M}]$/u.test(char));
    expect(unsafe.length).toBeGreaterThan(7);
    expect(unsafe.filter((char) => normalizeEmail(`a${char}b@example.com`) !== undefined)).toEqual([]);
  });
});

describe("An e-mail address", () => {
  it.each([
    [" Ada@Example.COM ", "ada@example.com"],
    ["mailto:ada@example.com", "ada@example.com"],
    ["\u200Bada\uFEFF@example.com", "ada@example.com"],
    ["ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ada@example.com"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["İ@example.com", "İ@example.com"],
    ["Ada.Byron+shop@Gmail.com", "ada.byron+shop@gmail.com"],
  ])("%j is %j", (given, canonical) => expect(normalizeEmail(given)).toBe(canonical));

  it.each(["", "@", "a@b", "a b@example.com", "a@example.com/x", "a@[127.0.0.1]", "a@example.com:80", "a@1.2.3.4", `a@${"x".repeat(300)}.com`, `${"a".repeat(100_000)}@`].map((given) => ({ given, name: given.slice(0, 40) })))(
    "$name is none", ({ given }) => expect(normalizeEmail(given)).toBeUndefined());

  it("stays what it is when it is normalised again, whatever it was", () => {
    const parts = fc.array(fc.constantFrom("a", "Z", ".", "@", "<", ">", "mailto:", "\u200B", "é", "ß", "İ", "＠", "-", "+", "com", "xn--", "９", " "), { maxLength: 14 });
    fc.assert(fc.property(fc.oneof(parts.map((all) => all.join("")), fc.string({ unit: "binary" })), (given) => {
      const once = normalizeEmail(given);
      expect(once === undefined ? undefined : normalizeEmail(once)).toBe(once);
    }), { numRuns: 20_000 });
  });

  it("is of one mailbox with others at Gmail only", () => {
    for (const one of ["adabyron@gmail.com", "ada.byron@googlemail.com", "a.d.a.byron+shop@gmail.com"]) expect(mailboxOf(one)).toBe("adabyron@gmail.com");
    expect(mailboxOf("ada.byron+shop@example.com")).toBe("ada.byron+shop@example.com");
  });
});
