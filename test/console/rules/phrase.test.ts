import { expect, test } from "vitest";
import { actionPhrase } from "../../../src/console/rules/actionPhrase";
import { sentenceOf } from "../../../src/console/rules/phrase";
import { spanOf, spanWords } from "../../../src/console/rules/span";
import { OPERATORS, type Action, type Condition } from "../../../src/protocol/rules";

const NAMES = { segments: [{ id: "vip", name: "VIPs", of: "contact" as const, color: "#000000", when: { all: [] } }], outcomes: [{ id: "sale", name: "Sale", when: { all: [] } }] };
const path = (value: string) => ({ field: "page.path", is: "startsWith", value }) as const;
const abandoned = { all: [{ field: "abandoned", is: "equal", value: true }, { field: "queue", is: "equal", value: "Sales" }] } as const;

test.each<[string, Condition]>([
  [
    "Abandoned in queue Sales at least 2 times in the last 7 days, and the page’s path starts with /pricing",
    { all: [{ event: "conversation.ended", where: { all: [...abandoned.all] }, atLeast: 2, inLast: "7d" }, path("/pricing")] },
  ],
  ["The page’s path starts with /a or /b", { field: "page.path", is: "startsWith", value: ["/a", "/b"] }],
  ["The page’s title contains all of Chairs and Sale (capitals or not)", { field: "page.title", is: "containsAll", value: ["Chairs", "Sale"], ignoreCase: true }],
  ["The contact’s loyalty level is known", { field: "contact.traits.loyaltyLevel", is: "exists" }],
  ["The visit’s bot is yes", { field: "session.bot", is: "equal", value: true }],
  ["The visit’s number of pages is at least 3", { field: "session.pages", is: "greaterThanOrEqual", value: 3 }],
  ["The visit’s campaign source is …", { field: "session.campaign.source", is: "equal", value: "" }],
  ["Viewed a page", { event: "page.viewed" }],
  ["Viewed a page where the path starts with /pricing for at least 30 seconds", { event: "page.viewed", where: { field: "path", is: "startsWith", value: "/pricing" }, lasting: "30s" }],
  ["Submitted a form where the form is contact", { event: "form.submitted", where: { field: "data.form", is: "equal", value: "contact" } }],
  ["Had a conversation wrapped up with code “sale” in any visit", { event: "conversation.wrapped_up", where: { field: "code", is: "equal", value: "sale" }, of: "contact" }],
  ["Waited in a queue where the waiting time in seconds is more than 60, or the channel is chat", { event: "conversation.routed", where: { all: [{ any: [{ field: "waitedSeconds", is: "greaterThan", value: 60 }, { field: "channel", is: "equal", value: "chat" }] }] } }],
  ["Did anything with a conversation in this visit", { event: "conversation.*", of: "session" }],
  ["“Order completed” 2 to 5 times within 10 minutes", { event: "order_completed", atLeast: 2, atMost: 5, within: "10m" }],
  ["Searched not once so far", { event: "search.performed", atMost: 0 }],
  ["Searched at most once", { event: "search.performed", atMost: 1 }],
  ["Searched at most 3 times", { event: "search.performed", atMost: 3 }],
  ["Searched exactly once", { event: "search.performed", atLeast: 1, atMost: 1 }],
  ["Searched exactly 4 times", { event: "search.performed", atLeast: 4, atMost: 4 }],
  ["Searched, then viewed a page within 1 hour in the last 1 day", { sequence: [{ event: "search.performed" }, { event: "page.viewed" }], within: "1h", inLast: "1d" }],
  ["By the end of the visit never submitted a form", { never: { event: "form.submitted" } }],
  ["Is in segment “VIPs”", { segment: "vip" }],
  ["Is in segment “gone”", { segment: "gone" }],
  ["Achieved “Sale”", { outcome: "sale" }],
  ["Is at least 12.5 % likely to achieve “Sale”", { outcome: "sale", scoreAtLeast: 0.125 }],
  ["Not (is in segment “VIPs”)", { not: { segment: "vip" } }],
  ["Searched, and (is in segment “VIPs”, or achieved “Sale”)", { all: [{ event: "search.performed" }, { any: [{ segment: "vip" }, { outcome: "sale" }] }] }],
  ["Searched, and is in segment “VIPs”", { all: [{ event: "search.performed" }, { any: [{ segment: "vip" }] }] }],
  ["Searched, or viewed a page", { any: [{ event: "search.performed" }, { event: "page.viewed" }] }],
  ["Nothing yet", { all: [] }],
])("%s", (said, condition) => {
  expect(sentenceOf(condition, NAMES)).toBe(said);
});

test("every operator has words of its own", () => {
  const said = OPERATORS.map((is) => sentenceOf({ field: "page.path", is, value: "a" }, NAMES));
  expect(new Set(said).size).toBe(OPERATORS.length);
  for (const each of said) expect(each).toMatch(/^The page’s path (is|contains|does not|starts|ends|matches)/);
});

test("what is said of an event is not taken out of the rule", () => {
  const where = { all: [...abandoned.all] };
  sentenceOf({ event: "conversation.ended", where }, NAMES);
  expect(where.all).toHaveLength(2);
});

test.each<[string, Action]>([
  ["Offers a web chat: “Hi?”", { type: "chat", text: "Hi?" }],
  ["Offers web messaging: “Hi?”", { type: "messaging", text: "Hi?" }],
  ["Shows “Sale”", { type: "content", title: "Sale", text: "Today" }],
  ["Shows “Today”", { type: "content", text: "Today" }],
  ["Tells the webhook “crm”", { type: "webhook", webhook: "crm" }],
  ["Puts the tag “VIP” on the card", { type: "tag", tag: "VIP" }],
])("%s", (said, action) => {
  expect(actionPhrase(action)).toBe(said);
});

test("lengths of time are read and said", () => {
  expect(spanOf("90s")).toEqual({ count: 90, unit: "s" });
  for (const wrong of ["7", "d", "7w", "-1d", "1.5h", 7, undefined]) expect(spanOf(wrong)).toBeUndefined();
  expect(["1d", "7d", "1h", "5m", "30s", "soon"].map(spanWords)).toEqual(["1 day", "7 days", "1 hour", "5 minutes", "30 seconds", "soon"]);
});
