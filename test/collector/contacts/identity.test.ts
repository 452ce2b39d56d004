import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimedFields, currentClaims, foldIdentity, type IdentityState } from "../../../src/collector/contacts/identity";
import { hashValue, keysOf, mailboxLookup, type Lookup } from "../../../src/collector/contacts/lookup";
import { contactName } from "../../../src/collector/contacts/name";
import { resolve, type Directory } from "../../../src/collector/contacts/resolve";
import type { ContactFields } from "../../../src/protocol/contact";
import type { Data, Source, StoredEvent } from "../../../src/protocol/event";

let made = 0;
const event = (type: string, data: Data, more: Partial<StoredEvent> = {}): StoredEvent => ({
  id: `e${String(++made).padStart(4, "0")}`, type, at: made, received: made, site: "s1", source: type === "identity.claimed" ? "page" : "agent", visitor: "v1", session: "w1", data, ...more,
});
const claim = (data: Data, more: Partial<StoredEvent> = {}) => event("identity.claimed", data, more);
const fold = (events: StoredEvent[]): IdentityState => events.reduce<IdentityState | undefined>(foldIdentity, undefined) ?? { visitor: "v1", claims: [], traits: {}, verdicts: [], undone: [] };
const name = (events: StoredEvent[]) => contactName(claimedFields(fold(events)));

/** Contacts by id, and which of them were merged into which. */
const directory = (contacts: { [id: string]: ContactFields }, merged: { [id: string]: string } = {}): Directory => {
  const speaker = (id: string) => (merged[id] ?? id) in contacts ? merged[id] ?? id : undefined;
  const has = (fields: ContactFields, { kind, value }: Lookup) => keysOf(fields).some((key) => key.kind === kind && key.value === value);
  return { speaker, holders: (lookup) => [...new Set(Object.entries(contacts).filter(([, fields]) => has(fields, lookup)).map(([id]) => speaker(id)!))] };
};
const ada = { ada: { emails: ["ada@example.com"], phones: ["+4930901820"], externalIds: ["A-1"] } };
const who = (events: StoredEvent[], contacts: Directory = directory(ada)) => resolve(fold(events), contacts);

describe("A claim", () => {
  it("is normalised, with the form it was typed into", () => {
    const { claims } = fold([claim({ email: " Ada@Example.COM", form: "checkout", moment: "submit" }), claim({ phone: "030 901820", region: "DE", form: "call me", moment: "submit" })]);
    expect(claims).toMatchObject([
      { kind: "phone", value: "+4930901820", valid: true, form: "call me", phone: { region: "DE", type: "FIXED_LINE" }, hash: hashValue("+4930901820") },
      { kind: "email", value: "ada@example.com", valid: true, form: "checkout", source: "page", session: "w1" },
    ]);
  });

  it("that is not sound is kept as it was given, matches nobody, and hides no earlier one", () => {
    const events = [claim({ email: "ada@example.com" }), claim({ email: "ada@" })];
    expect(fold(events).claims).toMatchObject([{ value: "ada@", valid: false }, { value: "ada@example.com", valid: true }]);
    expect(who(events)).toMatchObject({ level: "matched", contact: "ada" });
  });

  it("by its hash alone matches, too, and shows only how the hash begins", () => {
    const events = [claim({ emailHash: hashValue("ada@example.com") }), claim({ phoneHash: hashValue("+4930901820").toUpperCase() }), claim({ emailHash: "nonsense" })];
    expect(fold(events).claims.map(({ value, valid }) => [value.length, valid])).toEqual([[13, true], [13, true]]);
    expect(who(events)).toMatchObject({ level: "matched", contact: "ada", why: { by: "phone" } });
    expect(claimedFields(fold(events))).toEqual({});
  });

  it("counts when it is the latest of its kind, and the others stay as history", () => {
    const events = [claim({ traits: { email: "ada@example.com" } }), claim({ traits: { email: "eve@example.com" } })];
    expect(currentClaims(fold(events)).map(({ value }) => value)).toEqual(["eve@example.com"]);
    expect(fold(events).claims).toHaveLength(2);
    expect(who(events)).toMatchObject({ level: "claimed", candidates: [] });
  });

  it("of one kind is kept twenty times at most, the newest", () => {
    const events = Array.from({ length: 50 }, (_, i) => claim({ email: `a${i}@example.com` }));
    expect(fold(events).claims.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, i) => `a${49 - i}@example.com`));
  });

  it.each([[null], ["x"], [{}], [{ traits: null }], [{ traits: "x" }], [{ email: 5, phone: {}, externalId: [] }], [{ traits: { email: ["a"], phone: null } }], [{ emailHash: "a".repeat(63) }]])("of %j says nothing", (data) => {
    expect(fold([claim((data ?? {}) as Data)]).claims).toEqual([]);
  });
});

describe("A visitor's name, while they are nobody else", () => {
  it("is the name they display, or else both names, or else a key", () => {
    expect(name([claim({ traits: { givenName: "Ada", familyName: "Byron" } })])).toBe("Ada Byron");
    expect(name([claim({ traits: { givenName: "Ada", displayName: "Countess" } })])).toBe("Countess");
    expect(name([claim({ traits: { email: "ada@example.com" } })])).toBe("ada@example.com");
  });

  it("is what was claimed last, and gone when the last claim takes it back", () => {
    expect(name([claim({ traits: { displayName: "New" } }, { at: 2 }), claim({ traits: { displayName: "Old" } }, { at: 1 })])).toBe("New");
    expect(name([claim({ traits: { displayName: "Old" } }), claim({ traits: { displayName: null } })])).toBeUndefined();
  });

  it("is not lost when a page claims traits without end", () => {
    const flood = Array.from({ length: 40 }, (_, i) => claim({ traits: Object.fromEntries(Array.from({ length: 50 }, (_, j) => [`a${i}_${j}`, j])) }));
    const state = fold([claim({ traits: { displayName: "Ada" } }), ...flood]);
    expect(contactName(claimedFields(state))).toBe("Ada");
    expect(Object.keys(state.traits)).toHaveLength(40);
  });

  it("and the other traits are cut to what a card needs", () => {
    const { traits } = fold([claim({ traits: { displayName: "x".repeat(8_000), age: 5, list: ["y".repeat(300)], short: ["z"] } })]);
    expect(Object.fromEntries(Object.entries(traits).map(([trait, { value }]) => [trait, value]))).toEqual({ displayName: "x".repeat(200), age: 5, list: null, short: ["z"] });
    expect(name([claim({ traits: { givenName: "x".repeat(200), familyName: "y".repeat(200) } })])).toHaveLength(200);
  });
});

describe("Who a visitor is", () => {
  const verified = (contact: string, more: Partial<StoredEvent> = {}) => event("identity.verified", { visitor: "v1", contact, agent: "Dana" }, more);
  const rejected = (contact: string, more: Partial<StoredEvent> = {}) => event("identity.rejected", { visitor: "v1", contact, agent: "Dana" }, more);
  const undone = ({ id }: StoredEvent) => event("identity.undone", { visitor: "v1", event: id });
  const two = directory({ ...ada, bo: { emails: ["ada@example.com"], phones: ["+12125550123"] } });

  it("is nobody before they say anything", () => expect(who([])).toEqual({ past: [], candidates: [] }));

  it("is the contact that has the key, and says why", () => {
    const one = claim({ email: "ada@example.com", form: "checkout" });
    expect(who([one])).toMatchObject({ level: "matched", contact: "ada", why: { by: "email", event: one.id, at: one.at, value: "ada@example.com", form: "checkout" }, candidates: [] });
  });

  it("is told by external id before phone before e-mail", () => {
    const people = directory({ a: { externalIds: ["1"] }, b: { phones: ["+4930901820"] }, c: { emails: ["c@example.com"] } });
    const [id, phone, email] = [claim({ externalId: 1 }), claim({ phone: "+4930901820" }), claim({ email: "c@example.com" })];
    expect([who([email, phone, id], people).contact, who([email, phone], people).contact, who([email], people).contact]).toEqual(["a", "b", "c"]);
    expect(who([email, phone, id], people).candidates).toEqual([{ contact: "b", kind: "phone", value: "+4930901820" }, { contact: "c", kind: "email", value: "c@example.com" }]);
  });

  it("is not guessed where several have the key", () => {
    expect(who([claim({ email: "ada@example.com" })], two)).toMatchObject({ level: "claimed", candidates: [{ contact: "ada" }, { contact: "bo" }] });
    expect(who([claim({ email: "ada@example.com" })], two).contact).toBeUndefined();
  });

  it("is not told by another writing of the mailbox: that is a candidate", () => {
    const people = directory({ gmail: { emails: ["adabyron@gmail.com"] } });
    expect(people.holders(mailboxLookup("a.da.byron+x@gmail.com"))).toEqual(["gmail"]);
    expect(who([claim({ email: "ada.byron+shop@gmail.com" })], people)).toEqual({ level: "claimed", past: [], candidates: [{ contact: "gmail", kind: "email", value: "ada.byron+shop@gmail.com" }] });
  });

  it("is whom an agent, a server or a token says, whatever was claimed, until that is undone", () => {
    const one = claim({ email: "ada@example.com" });
    const word = verified("bo");
    expect(who([one, word], two)).toMatchObject({ level: "verified", contact: "bo", why: { by: "agent", agent: "Dana", event: word.id } });
    expect(who([one, word, undone(word)], two)).toEqual(who([one], two));
    expect(who([event("identity.verified", { contact: "ada", by: "token" }, { source: "server" })])).toMatchObject({ level: "verified", why: { by: "token" } });
    expect(who([event("identity.verified", { contact: "ada" }, { source: "server" })])).toMatchObject({ why: { by: "server" } });
  });

  it("is nothing that a page says by those words", () => {
    const forged = event("identity.verified", { contact: "ada" }, { source: "page" });
    expect(who([forged])).toEqual({ past: [], candidates: [] });
    const word = verified("ada");
    expect(who([word, { ...undone(word), source: "page" }])).toMatchObject({ level: "verified" });
  });

  it("is not whom an agent has rejected, and is again when the agent thinks better of it", () => {
    const one = claim({ email: "ada@example.com" });
    const no = rejected("ada");
    expect(who([one, no])).toEqual({ level: "claimed", past: [], candidates: [] });
    expect(who([one, no, undone(no)])).toMatchObject({ level: "matched", contact: "ada" });
    expect(who([one, no, verified("ada")])).toMatchObject({ level: "verified", contact: "ada" });
    expect(who([one, verified("ada"), rejected("ada")])).toMatchObject({ level: "claimed" });
    expect(who([one, rejected("ada")], two)).toMatchObject({ level: "matched", contact: "bo" });
  });

  it("was somebody else before another token came, and an agent's word is a correction", () => {
    const proven = (contact: string) => event("identity.verified", { contact, by: "token" }, { source: "server" });
    const [one, same, other, back] = [proven("ada"), proven("ada"), proven("bo"), proven("ada")];
    expect(who([back, other, same, one], two).past).toEqual([{ contact: "ada", until: other.at }, { contact: "bo", until: back.at }]);
    expect(who([one, other, undone(other), back], two).past).toEqual([]);
    expect(who([one, verified("bo")], two)).toMatchObject({ contact: "bo", past: [] });
  });

  it("is no longer matched by a claim whose match was taken back, until another says the same", () => {
    const one = claim({ email: "ada@example.com" });
    const candidates = [{ contact: "ada", kind: "email", value: "ada@example.com" }];
    expect(who([one, undone(one)])).toEqual({ level: "claimed", past: [], candidates });
    expect(who([undone(one), one])).toEqual({ level: "claimed", past: [], candidates });
    expect(who([one, undone(one), rejected("ada")])).toEqual({ level: "claimed", past: [], candidates: [] });
    expect(who([one, undone(one), claim({ email: "ada@example.com" })])).toMatchObject({ level: "matched", contact: "ada" });
    expect(who([one, { ...undone(one), source: "page" }])).toMatchObject({ level: "matched" });
  });

  it("is the contact that speaks for one that was merged, and nobody when it is gone", () => {
    const people = directory(ada, { old: "ada" });
    expect(who([verified("old")], people)).toMatchObject({ level: "verified", contact: "ada" });
    expect(who([claim({ email: "ada@example.com" }), rejected("old")], people)).toMatchObject({ level: "claimed" });
    expect(who([verified("erased")], people)).toEqual({ past: [], candidates: [] });
  });
});

describe("An identity is the same whatever the order, and however often it is told", () => {
  const keys = ["ada@example.com", "bo@example.com", "ada@", "+4930901820", "030 901820", "A-1", ""];
  const any = fc.record({
    type: fc.constantFrom("identity.claimed", "identity.claimed", "identity.verified", "identity.rejected", "identity.undone", "identity.reset"),
    at: fc.integer({ min: 1, max: 5 }), source: fc.constantFrom<Source>("page", "agent", "server"),
    key: fc.constantFrom(...keys), hashed: fc.boolean(), contact: fc.constantFrom("ada", "bo", "old"), of: fc.integer({ min: 0, max: 80 }),
    traits: fc.dictionary(fc.constantFrom("displayName", "givenName", "email", "phone", "plan"), fc.constantFrom("x", "ada@example.com", null)),
  });
  const drawn = fc.array(any, { maxLength: 80 }).chain((all) => {
    const events = all.map(({ type, at, source, key, hashed, contact, of, traits }, i) => {
      const data = { visitor: "v1", contact, by: hashed ? "token" : "server", event: `d${of}`, traits, ...(hashed ? { emailHash: hashValue(key) } : { email: key, phone: key, externalId: key, region: "DE" }) };
      return event(type, data, { id: `d${i}`, at, source });
    });
    return fc.record({ events: fc.constant(events), other: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }) });
  });

  it("as it is folded, and as it is resolved", () => {
    const people = directory({ ...ada, bo: { emails: ["bo@example.com", "ada@example.com"] } }, { old: "bo" });
    let resolved = 0;
    fc.assert(fc.property(drawn, ({ events, other }) => {
      expect(fold(other)).toEqual(fold(events));
      const found = who(other, people);
      expect(found).toEqual(who(events, people));
      if (found.contact !== undefined) resolved++;
    }), { numRuns: 1_000 });
    expect(resolved).toBeGreaterThan(200);
  });
});
