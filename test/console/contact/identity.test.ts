import { expect, test } from "vitest";
import { pageAt } from "../../../src/console/bar";
import { choices, claimSource, decided, details, howKnown, identityEvent, temporary } from "../../../src/console/contact/identity";
import { clock } from "../../../src/console/moment";
import { fieldsOf, nameOf } from "../../../src/console/person";
import type { Identity, Why } from "../../../src/protocol/contact";

const NOW = new Date(2026, 10, 20, 12, 0).getTime();
const AT = new Date(2026, 10, 20, 10, 42).getTime();
const ada = { id: "k1", name: "Ada Byron" };
const bob = { id: "k2", name: "Bob" };
const identity = (more: Partial<Identity> = {}): Identity => ({ visitor: "v", claims: [], candidates: [], merged: [], decisions: [], ...more });
const why = (more: Partial<Why>): Why => ({ by: "phone", event: "e1", at: AT, ...more });

test.each<[string, Why]>([
  ["Matched by phone +44 7911 123456 from form “contact” at TIME", why({ value: "+44 7911 123456", form: "contact" })],
  ["Matched by e-mail a@x.io at TIME", why({ by: "email", value: "a@x.io" })],
  ["Matched by external id c-42 at TIME", why({ by: "externalId", value: "c-42" })],
  ["Verified by Dana Scott at TIME", why({ by: "agent", agent: "Dana Scott" })],
  ["Verified by an agent at TIME", why({ by: "agent" })],
  ["Verified by a token that the site signed at TIME", why({ by: "token", agent: "x" })],
  ["Verified by the site's server at TIME", why({ by: "server" })],
])("%s", (expected, given) => {
  expect(howKnown(given, NOW)).toBe(expected.replace("TIME", clock(AT, NOW)));
});

test("the time of day goes without its date today only", () => {
  const day = 86_400_000;
  expect(clock(AT, NOW)).toMatch(/^\d{1,2}:42/);
  expect(clock(AT - day, NOW)).toMatch(/19.*:42/);
  expect(clock(AT - day, NOW)).not.toContain("2026");
  expect(clock(AT - 400 * day, NOW)).toContain("2025");
});

test("claims and decisions say where they came from", () => {
  expect(claimSource({ form: "contact", source: "page", at: AT }, NOW)).toBe(`form “contact”, ${clock(AT, NOW)}`);
  expect(claimSource({ source: "page", at: AT }, NOW)).toBe(`told by the page, ${clock(AT, NOW)}`);
  expect(claimSource({ source: "server", at: AT }, NOW)).toContain("the site's server");
  expect(decided({ event: "d", says: "verified", contact: ada, by: "agent", agent: "Dana", at: AT }, NOW)).toBe(`Verified as Ada Byron, by Dana at ${clock(AT, NOW)}`);
  expect(decided({ event: "d", says: "rejected", contact: ada, by: "server", at: AT }, NOW)).toBe(`Not Ada Byron, by the site's server at ${clock(AT, NOW)}`);
});

test("what may be decided follows from what is known", () => {
  expect(choices(identity())).toEqual({ canVerify: false, canReject: false, others: [] });
  expect(choices(identity({ level: "matched", contact: ada, why: why({}) }))).toEqual({ contact: ada, canVerify: true, canReject: true, undo: "e1", others: [] });
  expect(choices(identity({ level: "verified", contact: ada, why: why({ by: "agent", event: "d1" }) }))).toMatchObject({ canVerify: false, undo: "d1" });
  // What is made of claims alone can be verified, which keeps it; there is nothing to contradict and nothing to take back.
  const own = { ...ada, expiresAt: 1 };
  expect(choices(identity({ level: "claimed", contact: own, why: why({}) }))).toEqual({ contact: own, canVerify: true, canReject: false, others: [] });
});

test("each other contact is one choice, with all that speaks for it", () => {
  const candidates: Identity["candidates"] = [
    { contact: bob, kind: "phone", value: "+1" }, { contact: ada, kind: "email", value: "a@x.io" }, { contact: bob, kind: "email", value: "b@x.io" },
  ];
  expect(choices(identity({ contact: ada, candidates })).others).toEqual([{ contact: bob, because: "phone +1, e-mail b@x.io" }]);
  expect(choices(identity({ candidates })).others.map(({ contact }) => contact.id)).toEqual(["k2", "k1"]);
});

test("decisions are events with ids of their own", () => {
  const verified = identityEvent("v", { verified: "k1" }, AT);
  expect(verified).toMatchObject({ type: "identity.verified", at: AT, data: { visitor: "v", contact: "k1" } });
  expect(identityEvent("v", { rejected: "k1" }, AT)).toMatchObject({ type: "identity.rejected", data: { visitor: "v", contact: "k1" } });
  expect(identityEvent("v", { undone: "e1" }, AT)).toMatchObject({ type: "identity.undone", data: { visitor: "v", event: "e1" } });
  expect(identityEvent("v", { verified: "k1" }, AT).id).not.toBe(verified.id);
});

test("contacts are told apart by what is known of them", () => {
  expect(details({ ...ada, companyName: "Engines", emails: ["a@x.io"], phones: ["+1", "+2"] })).toBe("Engines, a@x.io, +1, +2");
  expect(details(ada)).toBe("");
  expect(temporary(NOW)).toMatch(/^Temporary until .*2026.*\.$/);
});

test("a contact is named by whatever there is, and shows only fields that are", () => {
  const contact = { id: "k1", createdAt: 0, updatedAt: 0 };
  expect(nameOf({ ...contact, displayName: "Ada", givenName: "A" })).toBe("Ada");
  expect(nameOf({ ...contact, givenName: "Ada", familyName: "Byron", emails: ["a@x.io"] })).toBe("Ada Byron");
  expect(nameOf({ ...contact, phones: ["+1"] })).toBe("+1");
  expect(nameOf(contact)).toBe("k1");
  expect(fieldsOf({ ...contact, emails: ["a@x.io", "b@x.io"], companyName: "", traits: { loyaltyLevel: "gold", tags: ["a", "b"], none: null, deep: { a: 1 } } })).toEqual([
    ["E-mail", ["a@x.io", "b@x.io"]], ["Loyalty level", ["gold"]], ["Tags", ["a", "b"]], ["Deep", ['{"a":1}']],
  ]);
});

test.each([["/console/contacts", "/console/contacts"], ["/console/contacts/", "/console/contacts"], ["/console/health", "/console/health"], ["/console/", "/console/"], ["/console/else", "/console/"]])("%s is the page %s", (path, page) => {
  expect(pageAt(path)).toBe(page);
});
