import { describe, expect, it } from "vitest";
import { parseRules } from "../../../src/collector/rules/parseRules";
import { PROBLEMS } from "../../../src/collector/rules/spot";
import { RULES } from "../../../src/protocol/rules";

type Json = { [key: string]: unknown };

const PATH = { field: "page.path", is: "startsWith", value: "/pricing" };
const segment = (more: Json = {}) => ({ id: "readers", name: "Readers", of: "session", color: "#1e88e5", when: PATH, ...more });
const outcome = (more: Json = {}) => ({ id: "bought", name: "Bought", when: { event: "order_completed" }, ...more });
const map = (more: Json = {}) => ({ id: "ask", name: "Ask", when: PATH, action: { type: "chat", text: "Can we help?" }, ...more });
const set = (more: Json = {}) => ({ segments: [], outcomes: [], actionMaps: [], ...more });
const withSegment = (more: Json) => set({ segments: [segment(more)] });
const withOutcome = (more: Json) => set({ outcomes: [outcome(more)] });
const withMap = (more: Json) => set({ actionMaps: [map(more)] });
const when = (condition: unknown) => withSegment({ when: condition });
const ofContact = (condition: unknown) => withSegment({ of: "contact", when: condition });
const test = (more: Json) => when({ ...PATH, ...more });
const where = (event: string, field: string) => when({ event, where: { field, is: "exists" } });
const schedule = (more: Json) => withMap({ schedule: { timeZone: "Europe/Berlin", ...more } });
const hours = (more: Json) => schedule({ hours: [{ days: ["mon"], from: "09:00", until: "17:00", ...more }] });
const action = (given: Json) => withMap({ action: given });
const link = (url: unknown) => action({ type: "content", text: "New", link: { text: "Read", url } });

const problemsOf = (json: unknown) => {
  const parsed = parseRules(json);
  return "problems" in parsed ? parsed.problems : [];
};
const nested = (depth: number, inner: unknown = PATH): unknown => JSON.parse(`${'{"not":'.repeat(depth)}${JSON.stringify(inner)}${"}".repeat(depth)}`);

describe("A rule set is refused, and told where and why:", () => {
  const S = "segments[0]";
  const M = "actionMaps[0]";
  it.each<[string, unknown, string, RegExp]>([
    ["no object at all", [], "", /has to be an object, and is a list/],
    ["nothing", undefined, "", /is missing/],
    ["null", null, "", /is null/],
    ["a part that is missing", { segments: [], outcomes: [] }, "actionMaps", /is missing/],
    ["a part that is no list", set({ segments: {} }), "segments", /has to be a list, and is an object/],
    ["a key that is mistyped", set({ actionMap: [] }), "actionMap", /is not known: did you mean "actionMaps"\?/],
    ["a key that every object has", JSON.parse('{"segments":[],"outcomes":[],"actionMaps":[],"__proto__":{"a":1}}'), "__proto__", /is not known/],
    ["a rule's key that is mistyped", withSegment({ colour: "#ffffff" }), `${S}.colour`, /did you mean "color"\?/],
    ["a key with a dot in it", withSegment({ "a.b": 1 }), `${S}["a.b"]`, /is not known/],
    ["an item that is no object", set({ segments: [segment(), 7] }), "segments[1]", /has to be an object, and is a number/],

    ["an id that is missing", withSegment({ id: undefined }), `${S}.id`, /is missing/],
    ["an id with a blank", withSegment({ id: "a b" }), `${S}.id`, /a to z/],
    ["an id that is too long", withSegment({ id: "a".repeat(65) }), `${S}.id`, /at most 64/],
    ["an id that is a number", withSegment({ id: 7 }), `${S}.id`, /has to be a text, and is a number/],
    ["an id that two segments have", set({ segments: [segment(), segment()] }), "segments[1].id", /"readers" is segments\[0\]'s already/],
    ["an id that a segment and a map have", set({ segments: [segment({ id: "x" })], actionMaps: [map({ id: "x" })] }), "actionMaps[0].id", /"x" is segments\[0\]'s already/],
    ["a name that is blank", withSegment({ name: " " }), `${S}.name`, /is empty/],
    ["a name that is too long", withSegment({ name: "n".repeat(101) }), `${S}.name`, /at most 100 characters, and has 101/],
    ["a description of a megabyte", withSegment({ description: "d".repeat(1e6) }), `${S}.description`, /at most 500 characters, and has 1000000/],
    ["active that is a text", withSegment({ active: "yes" }), `${S}.active`, /has to be true or false, and is a text/],
    ["an unknown scope", withSegment({ of: "visitor" }), `${S}.of`, /is "visitor"; known are session, contact/],
    ["a mistyped scope", withSegment({ of: "sesion" }), `${S}.of`, /did you mean "session"\?/],
    ["a colour by its name", withSegment({ color: "red" }), `${S}.color`, /such as "#1e88e5", and is "red"/],
    ["an expiry without a unit", withSegment({ expires: "30" }), `${S}.expires`, /is "30", and has to be a length of time/],
    ["shown that is a number", withSegment({ shown: 1 }), `${S}.shown`, /true or false/],
    ["tellPage that is null", withSegment({ tellPage: null }), `${S}.tellPage`, /true or false, and is null/],

    ["no condition", withSegment({ when: undefined }), `${S}.when`, /is missing/],
    ["a condition that is a list", when([PATH]), `${S}.when`, /has to be a condition, an object, and is a list/],
    ["a condition that says nothing", when({}), `${S}.when`, /says nothing/],
    ["a condition that nobody knows", when({ al: [] }), `${S}.when.al`, /begins no condition: did you mean "all"\?/],
    ["two conditions in one", when({ all: [PATH], any: [PATH] }), `${S}.when`, /says "all" and "any" at once/],
    ["an all of nothing", when({ all: [] }), `${S}.when.all`, /needs at least one/],
    ["an any of nothing", when({ any: [] }), `${S}.when.any`, /needs at least one/],
    ["an all that is no list", when({ all: PATH }), `${S}.when.all`, /has to be a list, and is an object/],
    ["a not of a list", when({ not: [PATH] }), `${S}.when.not`, /has to be a condition/],
    ["a wrong field in the depth", when({ any: [PATH, { all: [PATH, { not: { ...PATH, field: "page.pth" } }] }] }), `${S}.when.any[1].all[1].not.field`, /did you mean "page.path"\?/],
    ["conditions that are nested too deep", when(nested(RULES.depth)), `${S}.when${".not".repeat(RULES.depth)}`, /nested more than 12 deep/],
    ["conditions that are nested a hundred thousand deep", when(nested(100_000)), `${S}.when${".not".repeat(RULES.depth)}`, /nested more than 12 deep/],
    ["ten thousand conditions", when({ any: Array.from({ length: 10_000 }, () => PATH) }), `${S}.when.any`, /at most 5,000, and has 10,000/],
    ["ten thousand conditions, in parts", when({ any: Array.from({ length: 100 }, () => ({ all: Array.from({ length: 100 }, () => PATH) })) }), `${S}.when.any[49].all[49]`, /all rules together may have 5,000 conditions/],

    ["a field that there is not", test({ field: "page.colour" }), `${S}.when.field`, /there is no field "page.colour" here/],
    ["a field of Genesys'", test({ field: "page.hostname" }), `${S}.when.field`, /there is no field "page.hostname"/],
    ["a field without its beginning", test({ field: "path" }), `${S}.when.field`, /did you mean "page.path"\?/],
    ["a field that every object has", test({ field: "constructor" }), `${S}.when.field`, /there is no field "constructor"/],
    ["a trait without a name", test({ field: "contact.traits." }), `${S}.when.field`, /lacks a name after the dot/],
    ["a trait with a name that is too long", test({ field: `contact.traits.${"a".repeat(101)}` }), `${S}.when.field`, /at most 100 characters/],
    ["a field of events where no event is", test({ field: "data.plan" }), `${S}.when.field`, /begin with "session.campaign." or "contact.traits."/],
    ["a field that is no text", test({ field: 7 }), `${S}.when.field`, /has to be a text/],
    ["an operator that is mistyped", test({ is: "equals" }), `${S}.when.is`, /did you mean "equal"\?/],
    ["an operator of others", test({ is: "in" }), `${S}.when.is`, /known are equal, notEqual/],
    ["a value that is missing", test({ value: undefined }), `${S}.when.value`, /is missing/],
    ["a value that is an object", test({ value: {} }), `${S}.when.value`, /has to be a text for startsWith, and is an object/],
    ["a number that a text begins with", test({ value: 7 }), `${S}.when.value`, /has to be a text for startsWith, and is a number/],
    ["a value that is null, to be equal to", test({ is: "equal", value: null }), `${S}.when.value`, /has to be a text, a number, or true or false, and is null/],
    ["a list within a list", test({ is: "equal", value: [["a"]] }), `${S}.when.value[0]`, /and is a list/],
    ["a list of no values", test({ value: [] }), `${S}.when.value`, /needs at least one/],
    ["a list of too many values", test({ value: Array.from({ length: 101 }, (_, i) => `${i}`) }), `${S}.when.value`, /at most 100, and has 101/],
    ["one value of a list that is wrong", test({ value: ["/a", 7] }), `${S}.when.value[1]`, /has to be a text/],
    ["an empty text that everything begins with", test({ value: "" }), `${S}.when.value`, /is empty/],
    ["a text that is too long", test({ value: "a".repeat(501) }), `${S}.when.value`, /at most 500/],
    ["a text that nothing is greater than", test({ is: "greaterThan", value: "10" }), `${S}.when.value`, /has to be a number for greaterThan, and is a text/],
    ["a number beyond all numbers", test({ is: "lessThan", value: Infinity }), `${S}.when.value`, /has to be a number/],
    ["a value of exists", test({ is: "exists", value: true }), `${S}.when.value`, /is not for exists/],
    ["no regard to the case of numbers", test({ is: "greaterThan", value: 7, ignoreCase: true }), `${S}.when.ignoreCase`, /means nothing with greaterThan/],
    ["a case that is a text", test({ ignoreCase: "yes" }), `${S}.when.ignoreCase`, /true or false/],
    ["a visit that has gone on for exactly so long", test({ field: "session.durationSeconds", is: "equal", value: 60 }), `${S}.when.is`, /changes all the time/],

    ["an expression that is not closed", test({ is: "matches", value: "(a" }), `${S}.when.value`, /is no expression: missing closing \)/],
    ["an expression that looks ahead", test({ is: "matches", value: "a(?=b)" }), `${S}.when.value`, /no looking ahead/],
    ["an expression that looks behind", test({ is: "matches", value: "(?<=a)b" }), `${S}.when.value`, /no looking ahead or behind/],
    ["an expression that refers back", test({ is: "matches", value: "(a)\\1" }), `${S}.when.value`, /no back references/],
    ["an expression that is too much work", test({ is: "matches", value: "((a{1,30}){1,30})" }), `${S}.when.value`, /is too much work: \d+ steps/],
    ["an expression that is too long", test({ is: "matches", value: "a".repeat(501) }), `${S}.when.value`, /at most 500 characters/],
    ["expressions that are too much work together", test({ is: "matches", value: Array.from({ length: 50 }, (_, i) => `.{450}${i}`) }), `${S}.when.value[44]`, /together with all other expressions/],

    ["an event without a name", when({ event: "" }), `${S}.when.event`, /is empty/],
    ["an event of conversations that there is not", when({ event: "conversation.abandoned" }), `${S}.when.event`, /no conversation event is called so/],
    ["an event of conversations that is mistyped", when({ event: "conversation.wrapedup" }), `${S}.when.event`, /did you mean "conversation.wrapped_up"\?/],
    ["an event by its name in pages", when({ event: "chat.started" }), `${S}.when.event`, /"conversation.started", where channel equals "chat"/],
    ["a star alone", when({ event: "*" }), `${S}.when.event`, /a star stands for all words of one noun/],
    ["a star before the dot", when({ event: "*.started" }), `${S}.when.event`, /a star stands/],
    ["a star in a word", when({ event: "page.view*" }), `${S}.when.event`, /a star stands/],
    ["an event with a line end", when({ event: "a\nb" }), `${S}.when.event`, /has to be the name of an event/],
    ["a page's field of a conversation", where("conversation.ended", "url"), `${S}.when.where.field`, /there is no field "url" here/],
    ["data of a conversation", where("conversation.ended", "data.queue"), `${S}.when.where.field`, /did you mean "queue"\?/],
    ["a visit's field of an event", where("page.viewed", "page.path"), `${S}.when.where.field`, /did you mean "path"\?/],
    ["an event within an event", when({ event: "page.viewed", where: { event: "page.viewed" } }), `${S}.when.where`, /cannot ask for "event" here/],
    ["lasting of something that does not last", when({ event: "order_completed", lasting: "5s" }), `${S}.when.lasting`, /only for "page.viewed"/],
    ["lasting that is a number", when({ event: "page.viewed", lasting: 5 }), `${S}.when.lasting`, /such as "30s" or "7d", and is a number/],
    ["at least none", when({ event: "page.viewed", atLeast: 0 }), `${S}.when.atLeast`, /from 1 to 100, and is 0/],
    ["at least a half", when({ event: "page.viewed", atLeast: 1.5 }), `${S}.when.atLeast`, /has to be a whole number, and is 1.5/],
    ["at least more than is remembered", when({ event: "page.viewed", atLeast: 101 }), `${S}.when.atLeast`, /from 1 to 100/],
    ["at most more than can be told", when({ event: "page.viewed", atMost: 100 }), `${S}.when.atMost`, /from 0 to 99/],
    ["at least more than at most", when({ event: "page.viewed", atLeast: 3, atMost: 2 }), `${S}.when`, /can never be: at least 3 and at most 2/],
    ["within nothing", when({ event: "page.viewed", within: "0s" }), `${S}.when.within`, /more than nothing/],
    ["within years", when({ event: "page.viewed", within: "367d" }), `${S}.when.within`, /at most 366d/],
    ["within more than is looked at", when({ event: "page.viewed", within: "2h", inLast: "1h" }), `${S}.when.within`, /longer than inLast/],
    ["an unknown scope of events", when({ event: "page.viewed", of: "person" }), `${S}.when.of`, /known are session, contact/],
    ["a sequence of one", when({ sequence: [{ event: "page.viewed" }] }), `${S}.when.sequence`, /needs at least 2/],
    ["a sequence of eleven", when({ sequence: Array.from({ length: 11 }, () => ({ event: "page.viewed" })) }), `${S}.when.sequence`, /at most 10, and has 11/],
    ["a count within a sequence", when({ sequence: [{ event: "page.viewed" }, { event: "a", atLeast: 2 }] }), `${S}.when.sequence[1].atLeast`, /is not known/],
    ["what will never be of a person", ofContact({ never: { event: "page.viewed" } }), `${S}.when`, /whose next visit may always come/],
    ["never of a count", when({ never: { event: "page.viewed", atLeast: 2 } }), `${S}.when.never.atLeast`, /is not known/],

    ["a segment that there is not", when({ segment: "reader" }), `${S}.when.segment`, /there is no segment "reader": did you mean "readers"\?/],
    ["an outcome by a segment's id", set({ segments: [segment()], outcomes: [outcome({ when: { outcome: "readers" } })] }), "outcomes[0].when.outcome", /there is no outcome "readers"/],
    ["a likelihood above one", withOutcome({ scored: true, when: { outcome: "bought", scoreAtLeast: 1.5 } }), "outcomes[0].when.scoreAtLeast", /from 0 to 1/],
    ["a likelihood of what is not scored", set({ outcomes: [outcome()], actionMaps: [map({ when: { outcome: "bought", scoreAtLeast: 0.5 } })] }), `${M}.when.outcome`, /set "scored" to true/],
    ["a segment of itself", when({ segment: "readers" }), `${S}.when`, /hangs on itself: readers → readers/],
    ["a cycle over three rules", set({
      segments: [segment({ id: "a", when: { segment: "b" } }), segment({ id: "b", when: { not: { all: [PATH, { outcome: "c" }] } } })],
      outcomes: [outcome({ id: "c", when: { segment: "a" } })],
    }), "segments[0].when", /a → b → c → a/],

    ["a value of an outcome that is a text", withOutcome({ value: "10" }), "outcomes[0].value", /has to be an object/],
    ["a value of a field that no event has", withOutcome({ value: { field: "page.path" } }), "outcomes[0].value.field", /there is no field/],
    ["eleven scored outcomes", set({ outcomes: Array.from({ length: 11 }, (_, i) => outcome({ id: `o${i}`, scored: true })) }), "outcomes[10].scored", /at most 10 outcomes can be scored/],
    ["too many outcomes", set({ outcomes: Array.from({ length: 101 }, (_, i) => outcome({ id: `o${i}` })) }), "outcomes", /at most 100, and has 101/],

    ["page conditions about a visit", withMap({ pages: { field: "session.pages", is: "exists" } }), `${M}.pages.field`, /there is no field "session.pages" here/],
    ["page conditions about events", withMap({ pages: { event: "page.viewed" } }), `${M}.pages`, /cannot ask for "event" here/],
    ["a time zone that there is not", schedule({ timeZone: "Europe/Berlni" }), `${M}.schedule.timeZone`, /there is no time zone "Europe\/Berlni": did you mean "Europe\/Berlin"\?/],
    ["a time zone that is an offset", schedule({ timeZone: "+01:00" }), `${M}.schedule.timeZone`, /there is no time zone/],
    ["a date that there is not", schedule({ from: "2026-02-30" }), `${M}.schedule.from`, /there is no day "2026-02-30"/],
    ["a date in another notation", schedule({ from: "1.2.2026" }), `${M}.schedule.from`, /such as "2026-03-31"/],
    ["an end before the beginning", schedule({ from: "2026-03-02", until: "2026-03-01" }), `${M}.schedule.until`, /lies before "2026-03-02"/],
    ["no hours", schedule({ hours: [] }), `${M}.schedule.hours`, /needs at least one/],
    ["a day that there is not", hours({ days: ["monday"] }), `${M}.schedule.hours[0].days[0]`, /is "monday"; known are mon, tue/],
    ["an hour that there is not", hours({ from: "24:00" }), `${M}.schedule.hours[0].from`, /such as "09:30"/],
    ["hours that end when they begin", hours({ from: "22:00", until: "22:00" }), `${M}.schedule.hours[0].until`, /is when it begins/],
    ["a delay that nobody knows", withMap({ after: "next_visit" }), `${M}.after`, /length of time/],
    ["a weight of four", withMap({ weight: 4 }), `${M}.weight`, /from 1 to 3/],
    ["repeats that nobody knows", withMap({ repeats: "allways" }), `${M}.repeats`, /did you mean "always"\?/],
    ["agents without a queue", withMap({ agents: {} }), `${M}.agents.queue`, /is missing/],
    ["a share in per cent", withMap({ control: 10 }), `${M}.control`, /from 0 to 1, and is 10/],
    ["no action", withMap({ action: undefined }), `${M}.action`, /is missing/],
    ["an action of no kind", action({ type: "call", text: "Hi" }), `${M}.action.type`, /known are chat, messaging, content, webhook, tag/],
    ["an offer that is too long", action({ type: "chat", text: "é😀".repeat(36) }), `${M}.action.text`, /at most 70 characters, and has 72/],
    ["an offer with another one's key", action({ type: "messaging", text: "Hi", link: {} }), `${M}.action.link`, /is not known/],
    ["a picture without a text for who does not see it", action({ type: "content", text: "Hi", image: { url: "/a.png" } }), `${M}.action.image.alt`, /is missing/],
    ["a link that runs a script", link("javascript:alert(1)"), `${M}.action.link.url`, /has to be an address of https or http, .* is "javascript:"/],
    ["a link that runs a script behind blanks and line ends", link(" java\nscript:alert(1)"), `${M}.action.link.url`, /is "javascript:"/],
    ["a link with data in it", link("data:text/html,x"), `${M}.action.link.url`, /is "data:"/],
    ["a link that is no address", link("https://"), `${M}.action.link.url`, /is no address/],
    ["a webhook without a name", action({ type: "webhook" }), `${M}.action.webhook`, /is missing/],
    ["a webhook's field that there is not", action({ type: "webhook", webhook: "w", data: { a: "page.urll" } }), `${M}.action.data.a`, /did you mean "page.url"\?/],
    ["a webhook's name that every object has", action({ type: "webhook", webhook: "w", data: JSON.parse('{"__proto__":"page.url"}') as Json }), `${M}.action.data.__proto__`, /has to be named by letters/],
    ["a tag that is empty", action({ type: "tag", tag: "" }), `${M}.action.tag`, /is empty/],
    ["caps that nobody knows", set({ caps: { afterChat: "1d" } }), "caps.afterChat", /is not known/],
    ["caps that are a number", set({ caps: { between: 60 } }), "caps.between", /length of time/],
  ])("%s", (_sentence, json, place, message) => {
    const problems = problemsOf(json);
    expect(problems.map((one) => one.place)).toEqual([place]);
    expect(problems[0]!.message).toMatch(message);
  });

  it("all of its problems at once", () => {
    const problems = problemsOf({ segments: [segment({ color: 1, when: { ...PATH, is: "equals", field: "x" } })], outcomes: 7, actionMaps: [map({ weight: 9, action: { type: "tag" } })], extra: 1 });
    expect(problems.map(({ place }) => place).sort()).toEqual(["actionMaps[0].action.tag", "actionMaps[0].weight", "extra", "outcomes", "segments[0].color", "segments[0].when.field", "segments[0].when.is"]);
  });

  it("of very many problems the first", () => {
    expect(problemsOf(set({ segments: Array.from({ length: 500 }, (_, i) => ({ id: `s${i}` })) })).length).toBe(PROBLEMS);
    const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, 1]));
    expect(problemsOf({ ...set(), ...keys }).length).toBe(PROBLEMS);
  });
});

describe("A rule set is taken", () => {
  const whole = {
    segments: [
      segment({ description: "", active: false, expires: "30d", shown: true, tellPage: false, of: "contact" }),
      segment({ id: "all", when: { all: [
        { any: [PATH, { not: { field: "session.campaign.source", is: "equal", value: ["mail", 7, true], ignoreCase: true } }] },
        { field: "contact.traits.plan.level", is: "matches", value: ["^gold$", "x{2,}"] },
        { field: "session.durationSeconds", is: "greaterThan", value: 60 },
        { field: "session.bot", is: "notEqual", value: true },
        { event: "conversation.*", where: { all: [{ field: "abandoned", is: "equal", value: true }, { field: "waitedSeconds", is: "greaterThan", value: 10 }] }, atLeast: 2, atMost: 99, within: "7d", inLast: "366d", of: "contact" },
        { event: "page.viewed", lasting: "30s", where: { field: "data.cart.total", is: "exists" } },
        { event: "constructor" },
        { sequence: [{ event: "page.viewed" }, { event: "order_completed", where: { field: "path", is: "endsWith", value: "/done" } }], within: "1h" },
        { never: { event: "form.submitted" } },
        { segment: "readers" }, { outcome: "bought" }, { outcome: "bought", scoreAtLeast: 0 },
      ] } }),
    ],
    outcomes: [outcome({ value: { field: "data.total" }, positive: true, scored: true, tellPage: true }), outcome({ id: "lost", value: -1.5, positive: false })],
    actionMaps: [
      map({ pages: PATH, after: "next_session", weight: 3, repeats: "always", agents: { queue: "Sales" }, control: 0.1, ignoreCaps: false, expires: "1m", schedule: {
        timeZone: "America/Argentina/Buenos_Aires", from: "2026-01-01", until: "2026-12-31", hours: [{ days: ["mon", "sun"], from: "00:00", until: "24:00" }],
      } }),
      map({ id: "b", after: "90s", action: { type: "messaging", text: "😀".repeat(70), title: "t", accept: "Yes", decline: "No", vendor: "crisp", queue: "Sales" } }),
      map({ id: "c", action: { type: "content", text: "x".repeat(500), title: "t", image: { url: "/a.png", alt: "" }, link: { text: "Read", url: "//other.example/x?y#z", newTab: true }, decline: "No" } }),
      map({ id: "d", action: { type: "webhook", webhook: "w1", data: { path: "page.path", plan: "contact.traits.plan" } } }),
      map({ id: "e", action: { type: "tag", tag: "hot" } }),
    ],
    caps: { afterConversation: "1d", afterRejection: "2d", between: "5m" },
  };

  it("with everything that there is", () => {
    expect(parseRules(whole)).toEqual({ set: whole });
  });

  it("and shares nothing with what it was made of", () => {
    const given = structuredClone(whole);
    const parsed = parseRules(given);
    given.segments[0]!.name = "Changed";
    expect("set" in parsed && parsed.set.segments[0]!.name).toBe("Readers");
  });

  it("with no rules at all, as deep as allowed, and where a likelihood leads back to the rule itself", () => {
    expect(problemsOf(set())).toEqual([]);
    expect(problemsOf(when(nested(RULES.depth - 1)))).toEqual([]);
    expect(problemsOf(withOutcome({ scored: true, when: { any: [{ event: "a" }, { outcome: "bought", scoreAtLeast: 0.9 }] } }))).toEqual([]);
  });
});
