import { describe, expect, it } from "vitest";
import { outcomesOf, segmentsOf } from "../../../src/collector/rules/memory";
import type { ActionMap, Caps } from "../../../src/protocol/rules";
import { map, NOON, outcome, person, segment, set, type Look } from "./person";

const S = 1_000;
const M = 60_000;
const D = 86_400_000;
const HELP = { holds: ["help"] };
const one = (more: Partial<ActionMap> = {}, caps: Caps = {}) => person(set({ actionMaps: [map(more)], caps }));
const offer = (key = "action:help:w1") => ({ data: { offer: `id of ${key}` } });

describe("Segments", () => {
  it("of a visit are matched once in it, and left with it or at their time", () => {
    const { look, sees, memory } = person(set({ segments: [segment({ expires: "1m" }), segment({ id: "long", shown: false })] }));
    expect(look({ holds: ["keen", "long"] }).decisions).toEqual([
      { key: "segment:keen:w1", session: "w1", type: "segment.matched", data: { segment: "keen", name: "Keen", color: "#112233", of: "session", expiresAt: NOON + M } },
      { key: "segment:long:w1", session: "w1", type: "segment.matched", data: { segment: "long", name: "Keen", color: "#112233", of: "session", shown: false } },
    ]);
    expect(segmentsOf(memory(), { session: "w1" }, NOON + M - 1)).toEqual(new Set(["keen", "long"]));
    expect(segmentsOf(memory(), { session: "w1" }, NOON + M)).toEqual(new Set(["long"]));
    expect(segmentsOf(memory(), { session: "w2" }, NOON)).toEqual(new Set());
    expect(segmentsOf(memory(), undefined, NOON)).toEqual(new Set());
    expect(sees({ now: NOON + 2 * M, holds: ["keen", "long"] })).toEqual([]);
    expect(sees({ now: NOON + 2 * M, holds: ["keen", "long"], visit: { session: "w2" } })).toEqual(["segment keen", "segment long"]);
  });

  it("of a visit need one", () => {
    expect(person(set({ segments: [segment()] })).sees({ holds: ["keen"], visit: null })).toEqual([]);
  });

  it("of a person are matched once, over all visits and outside of them", () => {
    const { look, sees, memory } = person(set({ segments: [segment({ of: "contact" })] }));
    expect(look({ holds: ["keen"], visit: null }).decisions).toMatchObject([{ key: "segment:keen", data: { of: "contact" } }]);
    expect(sees({ holds: ["keen"], now: NOON + 300 * D })).toEqual([]);
    expect(segmentsOf(memory(), { session: "any" }, NOON + 300 * D)).toEqual(new Set(["keen"]));
  });

  it("of a person that expire are matched anew, as another event", () => {
    const { look, sees } = person(set({ segments: [segment({ of: "contact", expires: "7d" })] }));
    const first = look({ holds: ["keen"] }).decisions;
    expect(sees({ holds: ["keen"], now: NOON + 7 * D - 1 })).toEqual([]);
    const second = look({ holds: ["keen"], now: NOON + 7 * D }).decisions;
    expect(second).toMatchObject([{ data: { expiresAt: NOON + 14 * D } }]);
    expect(second[0]!.key).not.toBe(first[0]!.key);
  });

  it("that a server has said are not matched once more", () => {
    const { says, sees, memory } = person(set({ segments: [segment({ of: "contact" }), segment({ id: "here" })] }));
    says("segment.matched", { source: "server", data: { segment: "keen", of: "contact" } });
    says("segment.matched", { source: "server", session: "w1", data: { segment: "here", of: "session" } });
    says("segment.matched", { source: "server", data: { segment: "crm", of: "contact", expiresAt: NOON + M } });
    says("segment.matched", { source: "page", data: { segment: "forged", of: "contact" } });
    expect(segmentsOf(memory(), { session: "w1" }, NOON)).toEqual(new Set(["keen", "here", "crm"]));
    expect(segmentsOf(memory(), { session: "w1" }, NOON + M)).toEqual(new Set(["keen", "here"]));
    expect(sees({ holds: ["keen", "here"] })).toEqual([]);
  });
});

describe("Outcomes", () => {
  it("are achieved once a visit", () => {
    const { look, sees, memory } = person(set({ outcomes: [outcome({ value: 50 }), outcome({ id: "leaves", positive: false })] }));
    expect(look({ holds: ["sale", "leaves"], cause: { type: "order.placed" } }).decisions).toEqual([
      { key: "outcome:leaves:w1", session: "w1", type: "outcome.achieved", data: { outcome: "leaves", name: "Sale", positive: false } },
      { key: "outcome:sale:w1", session: "w1", type: "outcome.achieved", data: { outcome: "sale", name: "Sale", value: 50 } },
    ]);
    expect(outcomesOf(memory(), { session: "w1" })).toEqual(new Set(["sale", "leaves"]));
    expect(outcomesOf(memory(), undefined)).toEqual(new Set());
    expect(sees({ holds: ["sale", "leaves"], cause: { type: "order.placed" } })).toEqual([]);
    expect(sees({ visit: { session: "w2" } })).toEqual([]);
    expect(sees({ holds: ["sale"], visit: { session: "w2" }, cause: { type: "order.placed" } })).toEqual(["outcome sale"]);
  });

  it.each<[string, unknown, number | undefined]>([
    ["a number", 12.5, 12.5], ["a number in words", "12.50", 12.5], ["nothing", undefined, undefined], ["no number", "much", undefined], ["an empty text", " ", undefined], ["a yes", true, undefined],
  ])("are worth what the event says: %s", (_name, value, worth) => {
    const { look } = person(set({ outcomes: [outcome({ value: { field: "data.total" } })] }));
    const { decisions: [achieved] } = look({ holds: ["sale"], cause: { type: "order.placed", fields: { "data.total": value as number } } });
    expect(achieved!.data).toEqual({ outcome: "sale", name: "Sale", ...(worth !== undefined && { value: worth }) });
  });

  it("that stay true for ever are achieved again only by what happens", () => {
    const { sees, look } = person(set({ outcomes: [outcome()] }));
    expect(sees({ holds: ["sale"], cause: { type: "order.placed" } })).toEqual(["outcome sale"]);
    expect(sees({ holds: ["sale"], visit: { session: "w2" } })).toEqual([]);
    expect(sees({ holds: ["sale"], visit: null, cause: null })).toEqual([]);
    expect(sees({ holds: ["sale"], visit: { session: "w2" }, cause: { type: "order.placed" } })).toEqual(["outcome sale"]);
    expect(look({ holds: ["sale"], visit: null, cause: { type: "order.placed", id: "c1 wrapped_up" } }).decisions).toEqual([
      { key: "outcome:sale:c1 wrapped_up", type: "outcome.achieved", data: { outcome: "sale", name: "Sale" } },
    ]);
  });
});

describe("An action map acts", () => {
  it("by an offer to the page, which ends", () => {
    const { look } = one({ expires: "30s" });
    expect(look(HELP)).toMatchObject({
      decisions: [{
        key: "action:help:w1", session: "w1", type: "action.qualified",
        data: { map: "help", name: "Help", type: "chat", version: 7, expiresAt: NOON + 30 * S, action: { type: "chat", text: "May we help?" } },
      }],
      dueAt: NOON + 30 * S,
    });
  });

  it("for five minutes, unless it says otherwise", () => {
    expect(one().look(HELP).decisions).toMatchObject([{ data: { expiresAt: NOON + 5 * M } }]);
  });

  it("by a word on the visit", () => {
    expect(one({ action: { type: "tag", tag: "vip" } }).look(HELP)).toEqual({
      memory: expect.anything(), decisions: [{ key: "action:help:w1", session: "w1", type: "action.qualified", data: { map: "help", name: "Help", type: "tag", version: 7, tag: "vip" } }],
    });
  });

  it("by a webhook, which is told of event, visit and person, and not of what is not known", () => {
    const { look } = one({ action: { type: "webhook", webhook: "flow", data: { q: "queue", page: "page.path", who: "contact.tier", none: "data.x", odd: "constructor" } } });
    const asked: Look = { ...HELP, visit: { fields: { "page.path": "/a", queue: "not of the visit" } }, cause: { fields: { queue: "Sales" } }, person: { "contact.tier": "gold" } };
    expect(look(asked).decisions).toMatchObject([{ data: { webhook: "flow", type: "webhook" } }]);
    expect(one({ action: { type: "webhook", webhook: "flow", data: { q: "queue", page: "page.path", who: "contact.tier", none: "data.x", odd: "constructor" } } })
      .look(asked).decisions[0]!.data).toHaveProperty("fields", { q: "Sales", page: "/a", who: "gold" });
  });

  it("by a webhook, which is not told of what happened after it came to wait", () => {
    const waits = { action: { type: "webhook", webhook: "flow", data: { q: "queue" } } } as const;
    const [blocked, later] = [one({ ...waits, agents: { queue: "Sales" } }), one({ ...waits, after: "30s" })];
    for (const { look } of [blocked, later]) look({ ...HELP, cause: { fields: { queue: "Sales" } } });
    const asked: Look = { ...HELP, now: NOON + 30 * S, agents: { Sales: 1 }, cause: { fields: { queue: "Service" } } };
    for (const { look } of [blocked, later]) expect(look(asked).decisions).toMatchObject([{ type: "action.qualified", data: { fields: {} } }]);
    for (const { all } of [blocked, later]) expect(all().at(-1)!.data).toHaveProperty("fields", {});
  });

  it.each<[string, Partial<ActionMap>, Look]>([
    ["a page that has been left for twenty minutes", {}, { visit: { lastAt: NOON - 20 * M } }],
    ["no visit", {}, { visit: null }],
    ["no visit, for content", { action: { type: "content", text: "Read" } }, { visit: null }],
  ])("by no offer to %s", (_name, more, asked) => {
    const { sees } = one(more);
    expect(sees({ ...HELP, ...asked })).toEqual([]);
    expect(sees(HELP)).toEqual(["help acts"]);
  });

  it.each<[string, Look]>([["without a visit", { visit: null }], ["on a visit that has ended", { visit: { lastAt: NOON - 20 * M }, cause: null }]])("by webhook and tag %s, too", (_name, asked) => {
    for (const action of [{ type: "tag", tag: "x" }, { type: "webhook", webhook: "y" }] as const) expect(one({ action }).sees({ ...HELP, ...asked })).toEqual(["help acts"]);
  });

  it("not when it is no rule of the set any more", () => {
    expect(person(set()).sees({ holds: ["help", "constructor", "__proto__"] })).toEqual([]);
  });

  it("by whatever id", () => {
    const actionMaps = ["constructor", "__proto__", "toString"].map((id) => map({ id, action: { type: "tag", tag: id } }));
    const { sees } = person(set({ actionMaps }));
    const holds = actionMaps.map(({ id }) => id);
    expect(sees({ holds })).toEqual(["constructor acts", "__proto__ acts", "toString acts"]);
    expect(sees({ holds: [] })).toEqual([]);
    expect(sees({ holds })).toEqual([]);
  });
});

describe("An action map repeats", () => {
  const tag = { action: { type: "tag", tag: "x" } } as const;

  it("once a visit, however often its condition becomes true", () => {
    const { sees } = one(tag);
    expect([sees(HELP), sees(HELP), sees(), sees(HELP)]).toEqual([["help acts"], [], [], []]);
    expect(sees({ ...HELP, visit: { session: "w2" } })).toEqual(["help acts"]);
    expect(sees(HELP)).toEqual([]);
  });

  it("once for a person", () => {
    const { sees, all } = one({ ...tag, repeats: "contact" });
    expect([sees(HELP), sees({ ...HELP, visit: { session: "w2" } }), sees({ ...HELP, visit: null })]).toEqual([["help acts"], [], []]);
    expect(all().map(({ key }) => key)).toEqual(["action:help"]);
  });

  it("once for a person, though it was blocked in another visit before", () => {
    const { sees, memory } = one({ ...tag, repeats: "contact", agents: { queue: "Sales" } });
    const agents = { Sales: 1 };
    expect([sees(HELP), sees({ ...HELP, agents, visit: { session: "w2" } })]).toEqual([["help no_agents"], ["help acts"]]);
    expect([sees({ ...HELP, agents }), sees(HELP)]).toEqual([[], []]);
    expect(memory().visits.map(({ waits }) => waits)).toEqual([{}, {}]);
  });

  it("once for a person, of which no more is remembered than a set may have", () => {
    const rules = set();
    const { look, memory } = person(rules);
    for (let i = 0; i < 450; i++) {
      rules.actionMaps = [map({ ...tag, id: `m${i}`, repeats: "contact" })];
      look({ holds: [`m${i}`] });
    }
    expect(memory().acted.length).toBeLessThanOrEqual(200);
    expect(memory().acted).toContain("m449");
  });

  it("not for something that is only told again", () => {
    const { sees, says } = one({ repeats: "always" });
    const cause = { id: "c1 ended", type: "page.viewed" };
    expect(sees({ ...HELP, cause })).toEqual(["help acts"]);
    says("conversation.declined", offer("action:help:c1 ended"));
    expect([sees({ ...HELP, cause }), sees(HELP)]).toEqual([[], ["help acts"]]);
  });

  it("each time that something happens which its condition asks for", () => {
    const { sees, all } = one({ ...tag, repeats: "always" });
    expect([sees(HELP), sees(HELP), sees({ ...HELP, cause: { type: "other" } }), sees({ ...HELP, cause: null }), sees(HELP)])
      .toEqual([["help acts"], ["help acts"], [], [], ["help acts"]]);
    expect(new Set(all().map(({ key }) => key)).size).toBe(3);
  });

  it("each time that its condition becomes true by time or by something else", () => {
    const { sees, all } = one({ ...tag, repeats: "always", when: { field: "page.path", is: "exists" } });
    expect([sees(HELP), sees(HELP), sees(), sees({ ...HELP, cause: null, now: NOON + 1 }), sees(), sees({ ...HELP, cause: null, now: NOON + 2 })])
      .toEqual([["help acts"], [], [], ["help acts"], [], ["help acts"]]);
    expect(new Set(all().map(({ key }) => key)).size).toBe(3);
  });

  it("outside of visits when its condition becomes true, and not for what a visit has acted for", () => {
    const { sees } = one(tag);
    expect(sees(HELP)).toEqual(["help acts"]);
    expect(sees({ ...HELP, visit: null })).toEqual([]);
    expect([sees({ visit: null }), sees({ ...HELP, visit: null }), sees({ ...HELP, visit: null })]).toEqual([[], ["help acts"], []]);
  });
});

describe("Nothing is offered, and it is said why:", () => {
  const closed = { timeZone: "UTC", hours: [{ days: ["mon" as const], from: "13:00", until: "14:00" }] };
  const pages = { field: "page.path", is: "equal", value: "/pricing" } as const;
  const pricing = { fields: { "page.path": "/pricing" } };

  it.each<[string, Partial<ActionMap>, Look, Look]>([
    ["outside_schedule", { schedule: closed }, {}, { now: NOON + 60 * M }],
    ["page_conditions", { pages }, {}, { visit: pricing }],
    ["no_agents", { agents: { queue: "Sales" } }, {}, { agents: { Sales: 1 } }],
    ["no_agents", { agents: { queue: "Sales" } }, { agents: { Sales: 0, Other: 5 } }, { agents: { Sales: 2 } }],
  ])("%s, once a visit, until it has passed", (reason, more, before, after) => {
    for (const action of [map().action, { type: "tag", tag: "x" }] as const) {
      const { look, sees } = one({ ...more, action });
      expect(look({ ...HELP, ...before }).decisions).toEqual([
        { key: `blocked:help:w1:${reason}`, session: "w1", type: "action.blocked", data: { map: "help", name: "Help", type: action.type, version: 7, reason } },
      ]);
      expect(sees({ ...HELP, ...before })).toEqual([]);
      // Nobody looks: neither time nor what servers say is a page.
      expect(sees({ ...HELP, ...after, cause: null })).toEqual([]);
      expect(sees({ ...HELP, ...after, cause: { source: "server" } })).toEqual([]);
      expect(sees({ ...HELP, ...after, cause: { session: "other" } })).toEqual([]);
      expect(sees({ ...HELP, ...after })).toEqual(["help acts"]);
      expect(sees({ ...HELP, ...before, visit: { session: "w2" } })).toEqual([`help ${reason}`]);
    }
  });

  it("and to try again in vain changes nothing", () => {
    const { look, memory } = person(set({ actionMaps: [map({ pages }), map({ id: "each", repeats: "always", agents: { queue: "Sales" } }), map({ id: "later", after: "next_page", pages })] }));
    const asked = { holds: ["help", "each", "later"] };
    look(asked);
    look(asked);
    const before = memory();
    expect(look(asked).memory).toBe(before);
  });

  it("not tried again once the condition holds no longer, until it does again", () => {
    const { sees } = one({ agents: { queue: "Sales" } });
    expect(sees(HELP)).toEqual(["help no_agents"]);
    expect(sees({ agents: { Sales: 1 } })).toEqual([]);
    expect(sees({ agents: { Sales: 1 }, cause: { type: "other" } })).toEqual([]);
    expect(sees(HELP)).toEqual([]);
    expect(sees({ ...HELP, agents: { Sales: 1 } })).toEqual(["help acts"]);
  });

  it("control_group, once a visit, whatever else", () => {
    const { sees } = one({ control: 1, agents: { queue: "Sales" }, schedule: closed, repeats: "always" });
    expect([sees(HELP), sees(HELP), sees({ ...HELP, visit: { session: "w2" } })]).toEqual([["help control_group"], [], ["help control_group"]]);
    expect(one({ control: 0 }).sees(HELP)).toEqual(["help acts"]);
  });

  it("the first reason of all", () => {
    const { sees, says } = person(set({
      caps: { between: "1h" },
      actionMaps: [map({ id: "first" }), map({ schedule: closed, pages, agents: { queue: "Sales" } }), map({ id: "light", weight: 1 }), map({ id: "heavy", weight: 3 })],
    }));
    expect(sees({ holds: ["first"] })).toEqual(["first acts"]);
    says("conversation.offered", offer("action:first:w1"));
    expect(sees(HELP)).toEqual(["help outside_schedule"]);
    const open = NOON + 60 * M - 1;
    expect(sees({ ...HELP, now: open })).toEqual([]);
    expect(sees({ ...HELP, now: open + 1 })).toEqual(["help page_conditions"]);
    expect(sees({ ...HELP, now: open + 1, visit: pricing })).toEqual(["help no_agents"]);
    expect(sees({ ...HELP, now: NOON + 59 * M, visit: pricing, agents: { Sales: 1 } })).toEqual([]);
  });

  it("existing_offer, while one is on its way or seen", () => {
    const { sees, says } = person(set({ actionMaps: [map(), map({ id: "other", action: { type: "content", text: "Read" } })] }));
    const both = { holds: ["help", "other"] };
    expect(sees(HELP)).toEqual(["help acts"]);
    expect(sees(both)).toEqual(["other existing_offer"]);
    says("conversation.offered", offer());
    expect(sees(both)).toEqual([]);
    says("conversation.declined", offer());
    expect(sees(both)).toEqual(["other acts"]);
  });

  it("existing_offer, and not once it has expired", () => {
    const { sees, says } = person(set({ actionMaps: [map(), map({ id: "other" })] }));
    sees(HELP);
    says("conversation.offered", offer());
    const both = { holds: ["help", "other"] };
    expect(sees({ ...both, now: NOON + 5 * M - 1 })).toEqual(["other existing_offer"]);
    expect(sees({ ...both, now: NOON + 5 * M })).toEqual(["other acts"]);
  });

  it("outweighed, by what is heavier or comes before it", () => {
    const { sees, says } = person(set({ actionMaps: [map({ id: "low", weight: 1 }), map({ id: "two" }), map({ id: "three", weight: 2 }), map({ id: "tag", action: { type: "tag", tag: "x" } })] }));
    const holds = ["tag", "three", "low", "two"];
    expect(sees({ holds }).sort()).toEqual(["low outweighed", "tag acts", "three outweighed", "two acts"]);
    says("conversation.declined", offer("action:two:w1"));
    expect(sees({ holds })).toEqual(["three acts"]);
    expect(sees({ holds })).toEqual(["low existing_offer"]);
    says("conversation.ignored", offer("action:three:w1"));
    expect(sees({ holds })).toEqual(["low acts"]);
  });

  it("outweighed by the heaviest, wherever it stands", () => {
    const { sees } = person(set({ actionMaps: [map({ id: "a" }), map({ id: "b", weight: 3 }), map({ id: "c", weight: 1 })] }));
    expect(sees({ holds: ["a", "b", "c"] }).sort()).toEqual(["a outweighed", "b acts", "c outweighed"]);
  });

  it("expired, where nobody has seen it in time", () => {
    const { look, sees } = one();
    look(HELP);
    expect(look({ ...HELP, now: NOON + 5 * M - 1 })).toMatchObject({ decisions: [], dueAt: NOON + 5 * M });
    expect(look({ now: NOON + 5 * M, cause: null, visit: null })).toEqual({
      memory: expect.anything(), decisions: [{
        key: "expired:id of action:help:w1", session: "w1", type: "action.blocked",
        data: { map: "help", name: "Help", type: "chat", version: 7, reason: "expired", offer: "id of action:help:w1" },
      }],
    });
    expect(sees({ now: NOON + 6 * M })).toEqual([]);
  });

  it.each(["offered", "accepted", "failed"])("not expired, where the page said %s", (state) => {
    const { look, says } = one();
    look(HELP);
    says(`conversation.${state}`, offer());
    expect(look({ now: NOON + 5 * M, cause: null })).toMatchObject({ decisions: [] });
    expect(look({ now: NOON + 5 * M, cause: null }).dueAt).toBeUndefined();
  });

  it("nothing more, where the page has said why it could not show it", () => {
    const { look, sees, says } = person(set({ actionMaps: [map(), map({ id: "other" })], caps: { between: "1h" } }));
    look(HELP);
    says("action.blocked", { data: { map: "help", reason: "no_widget", ...offer().data } });
    expect(sees({ holds: ["help", "other"], now: NOON + 1 })).toEqual(["other acts"]);
  });
});

describe("People are left alone", () => {
  const both = (caps: Caps, more: Partial<ActionMap> = {}) => person(set({ actionMaps: [map({ id: "first", repeats: "contact" }), map(more)], caps }));
  const later = (now: number): Look => ({ ...HELP, now, visit: { session: "w9", startedAt: now } });
  const messaging = { action: { type: "messaging", text: "Write" } } as const;

  it.each<[string, Caps, string, Partial<ActionMap>, boolean]>([
    ["after an offer was declined", { afterRejection: "1d" }, "conversation.declined", {}, true],
    ["not after it was ignored", { afterRejection: "1d" }, "conversation.ignored", {}, false],
    ["not for another channel", { afterRejection: "1d" }, "conversation.declined", messaging, false],
    ["not where the map ignores it", { afterRejection: "1d" }, "conversation.declined", { ignoreCaps: true }, false],
    ["after any offer that was seen", { between: "1d" }, "conversation.ignored", {}, true],
    ["not after one of another channel", { between: "1d" }, "conversation.ignored", messaging, false],
    ["not after one that failed", { between: "1d" }, "conversation.failed", {}, false],
    ["not without caps", {}, "conversation.declined", {}, false],
  ])("%s", (_name, caps, word, more, isLeft) => {
    const { look, sees, says } = both(caps, more);
    look({ holds: ["first"] });
    says(word, offer("action:first"));
    expect(sees(later(NOON + D - 1))).toEqual([isLeft ? "help frequency_cap" : "help acts"]);
    if (isLeft) expect(sees(later(NOON + D))).toEqual(["help acts"]);
  });

  it.each<[string, unknown, Partial<ActionMap>, boolean]>([
    ["after a conversation of the channel", "chat", {}, true], ["not after one of another", "messaging", {}, false], ["not after a call", "call", {}, false],
    ["after one of an unknown channel", undefined, {}, true], ["of messaging", "messaging", messaging, true], ["not from content", "chat", { action: { type: "content", text: "Read" } }, false],
  ])("%s", (_name, channel, more, isLeft) => {
    const { sees, says } = one(more, { afterConversation: "2h" });
    says("conversation.ended", { source: "server", data: { ...(channel !== undefined && { channel }) } });
    says("conversation.ended", { source: "server", at: NOON - D, data: { ...(channel !== undefined && { channel }) } });
    expect(sees({ ...HELP, now: NOON + 120 * M - 1 })).toEqual([isLeft ? "help frequency_cap" : "help acts"]);
    if (isLeft) expect(sees({ ...HELP, now: NOON + 120 * M })).toEqual(["help acts"]);
  });

  it("by an offer long ago, however many came after it on other channels", () => {
    const { look, sees, says } = person(set({ actionMaps: [map({ id: "first" }), map({ id: "many", repeats: "always", expires: "1s", action: { type: "content", text: "Read" } }), map()], caps: { afterRejection: "300d" } }));
    look({ holds: ["first"] });
    says("conversation.declined", offer("action:first:w1"));
    for (let i = 1; i < 50; i++) expect(sees({ holds: ["many"], now: NOON + i * M })).toContain("many acts");
    expect(sees({ ...HELP, now: NOON + 100 * M, visit: { session: "w2", startedAt: NOON + 100 * M } })).toContain("help frequency_cap");
  });
});

describe("An action map waits", () => {
  it("for as long as it says, and is checked then", () => {
    const { look, sees } = one({ after: "30s", agents: { queue: "Sales" } });
    expect(look(HELP)).toMatchObject({ decisions: [], dueAt: NOON + 30 * S });
    expect(sees({ ...HELP, now: NOON + 29 * S, agents: { Sales: 1 } })).toEqual([]);
    expect(look({ ...HELP, now: NOON + 30 * S, cause: null }).decisions).toMatchObject([{ data: { reason: "no_agents" } }]);
    expect(sees({ ...HELP, now: NOON + 31 * S, agents: { Sales: 1 } })).toEqual(["help acts"]);
  });

  it("though its condition does not hold any more, but is tried only once then", () => {
    const { look, sees } = one({ after: "30s", agents: { queue: "Sales" } });
    look(HELP);
    expect(sees({ now: NOON + 30 * S, cause: null })).toEqual(["help no_agents"]);
    expect(sees({ now: NOON + 31 * S, agents: { Sales: 1 } })).toEqual([]);
    const other = one({ after: "30s" });
    other.look(HELP);
    expect(other.sees({ now: NOON + 30 * S, cause: null })).toEqual(["help acts"]);
  });

  it("no more once it has acted", () => {
    const { look, sees } = one({ after: "30s", action: { type: "tag", tag: "x" } });
    look(HELP);
    expect(sees({ ...HELP, now: NOON + 30 * S })).toEqual(["help acts"]);
    look({ now: NOON + 31 * S });
    expect(look({ ...HELP, now: NOON + 32 * S }).dueAt).toBeUndefined();
  });

  it("and nothing is remembered of what held, once it does so no more", () => {
    const { look, memory } = one({ after: "next_page" });
    look(HELP);
    expect(memory().visits[0]!.maps).toEqual({ help: 1 });
    look({ cause: null });
    expect(memory().visits[0]!.maps).toEqual({});
  });

  it("for no reason to pass when the visit has ended", () => {
    const { look } = one({ action: { type: "tag", tag: "x" }, agents: { queue: "Sales" } });
    const { decisions, memory } = look({ ...HELP, visit: { lastAt: NOON - 20 * M }, cause: null });
    expect([decisions.length, memory.visits[0]!.waits]).toEqual([1, {}]);
  });

  it("in vain when the visit has ended before", () => {
    const { look, sees } = one({ after: "30m" });
    look(HELP);
    expect(sees({ now: NOON + 30 * M, cause: null, visit: { lastAt: NOON } })).toEqual(["help page_left"]);
    expect(sees({ now: NOON + 31 * M })).toEqual([]);
  });

  it("in vain when somebody has gone on to another visit", () => {
    const { look, sees } = one({ after: "30s" });
    look(HELP);
    const next = { session: "w2", startedAt: NOON + 40 * S };
    expect(look({ now: NOON + 40 * S, visit: next })).toMatchObject({ decisions: [], dueAt: NOON + 30 * S + 20 * M });
    expect(sees({ now: NOON + 30 * S + 20 * M, visit: next, cause: null })).toEqual(["help page_left"]);
    expect(look({ now: NOON + 30 * S + 20 * M, visit: next, cause: null }).dueAt).toBeUndefined();
  });

  it("with what needs no page, for its moment alone", () => {
    for (const visit of [null, {}]) {
      const { look, sees, all } = one({ after: "30s", action: { type: "webhook", webhook: "y" } });
      expect(look({ ...HELP, visit })).toMatchObject({ decisions: [], dueAt: NOON + 30 * S });
      expect(sees({ now: NOON + 30 * S, visit: null, cause: null })).toEqual(["help acts"]);
      expect(all()[0]!.session).toBe(visit ? "w1" : undefined);
      expect(look({ now: NOON + 31 * S, visit: null }).dueAt).toBeUndefined();
    }
  });

  it("with what needs no page, and does not take another visit's page for its own", () => {
    const { look, sees } = one({ after: "30s", action: { type: "webhook", webhook: "y" }, pages: { field: "page.path", is: "equal", value: "/b" } });
    look({ ...HELP, visit: { fields: { "page.path": "/b" } } });
    expect(sees({ now: NOON + 30 * S, visit: { session: "w2", fields: { "page.path": "/b" } } })).toEqual(["help page_conditions"]);
  });

  it("with what needs no page though its visit is forgotten", () => {
    const { look, sees, all } = person(set({ actionMaps: [map({ after: "7d", action: { type: "webhook", webhook: "y" } }), map({ id: "tag", action: { type: "tag", tag: "x" } })] }));
    look(HELP);
    for (let i = 1; i < 6; i++) expect(sees({ holds: ["tag"], now: NOON + i * D, visit: { session: `later${i}`, startedAt: NOON + i * D } })).toEqual(["tag acts"]);
    expect(sees({ now: NOON + 7 * D, visit: null, cause: null })).toEqual(["help acts"]);
    expect(all().at(-1)).toMatchObject({ key: "action:help:w1", session: "w1" });
  });

  it("for the next page, whatever its condition says there", () => {
    const { sees } = one({ after: "next_page", pages: { field: "page.path", is: "equal", value: "/b" } });
    expect(sees(HELP)).toEqual([]);
    expect(sees({ ...HELP, cause: { type: "form.submitted" } })).toEqual([]);
    for (const cause of [null, { source: "server" as const }, { session: "other" }]) expect(sees({ cause })).toEqual([]);
    expect(sees({ visit: { fields: { "page.path": "/a" } } })).toEqual(["help page_conditions"]);
    expect(sees({ visit: { fields: { "page.path": "/b" } }, cause: { type: "form.submitted" } })).toEqual(["help acts"]);
  });

  it("for the next visit, and acts there once", () => {
    const { look, sees, all } = one({ after: "next_session" });
    const next = { session: "w2", startedAt: NOON + D };
    expect([look(HELP).decisions, sees(HELP), sees(), sees(HELP)]).toEqual([[], [], [], []]);
    expect(sees({ visit: { session: "w0", startedAt: NOON - D } })).toEqual([]);
    expect(sees({ now: NOON + D, visit: next, cause: { type: "session.started" } })).toEqual(["help acts"]);
    expect(sees({ now: NOON + D, visit: next })).toEqual([]);
    expect(all()).toMatchObject([{ key: "action:help:w1", session: "w2" }]);
    // The first visit has come to wait once, though more is told of it later.
    expect([sees(), sees(HELP), sees({ now: NOON + 2 * D, visit: { session: "w3", startedAt: NOON + 2 * D } })]).toEqual([[], [], []]);
  });

  it("for the next visit after something that happened outside of any", () => {
    const { sees } = one({ after: "next_session", pages: { field: "page.path", is: "equal", value: "/b" } });
    expect(sees({ ...HELP, visit: null, cause: { id: "c1 ended", type: "conversation.ended", source: "server" } })).toEqual([]);
    const next = { session: "w2", startedAt: NOON + D };
    expect(sees({ now: NOON + D, visit: next })).toEqual(["help page_conditions"]);
    expect(sees({ now: NOON + D, visit: { ...next, fields: { "page.path": "/b" } } })).toEqual(["help acts"]);
  });

  it("no longer when it is no rule of the set any more", () => {
    const rules = set({ actionMaps: [map({ after: "30s" }), map({ id: "other", after: "next_session" })] });
    const { look } = person(rules);
    look({ holds: ["help", "other"] });
    rules.actionMaps.splice(0, 2, map({ active: false }));
    const { memory, dueAt } = look({ holds: [] });
    expect([memory.waits, memory.visits[0]!.waits, dueAt]).toEqual([{}, {}, undefined]);
  });
});

describe("The next look is due", () => {
  it("when the rules say, or before, when something waits", () => {
    const { look } = one({ after: "30s" });
    expect(look({ dueAt: NOON + 10 * S, ...HELP }).dueAt).toBe(NOON + 10 * S);
    expect(look({ dueAt: NOON + D, ...HELP }).dueAt).toBe(NOON + 30 * S);
    expect(person(set()).look().dueAt).toBeUndefined();
  });
});
