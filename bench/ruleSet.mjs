/** A rule set as sites have them: kinds of rules that are asked for again and again, of other pages, queues and numbers each. */

const PAGES = ["/tents", "/tents/fjord-2", "/sleeping-bags", "/sleeping-bags/arctic", "/stoves", "/cart", "/delivery", "/account", "/help", "/pricing", "/blog", "/jobs"];
const QUEUES = ["Sales", "Support", "Billing"];
const CHANNELS = ["call", "chat", "messaging"];
const SOURCES = ["mail", "newsletter", "google", "bing", "partner", "tv"];
const at = (list, i) => list[i % list.length];

const viewed = (i, more = {}) => ({ event: "page.viewed", where: { field: "path", is: "startsWith", value: [at(PAGES, i), `/landing-${i}`] }, ...more });
const abandoned = (i, more = {}) => ({
  event: "conversation.ended", of: "contact",
  where: { all: [{ field: "abandoned", is: "equal", value: true }, { field: "queue", is: "equal", value: at(QUEUES, i) }, { field: "waitedSeconds", is: "greaterThan", value: i }] }, ...more,
});

/** By how they begin; the number makes each another one. */
const SEGMENTS = [
  (i) => ({ all: [viewed(i, { atLeast: 2 + (i % 3) }), { field: "session.pages", is: "greaterThan", value: i % 5 }] }),
  (i) => ({ any: [{ field: "session.campaign.source", is: "equal", value: [at(SOURCES, i), at(SOURCES, i + 1)], ignoreCase: true }, { field: "session.referrerHost", is: "endsWith", value: `${at(SOURCES, i)}.example` }] }),
  (i) => abandoned(i, { atLeast: 1 + (i % 2), within: `${1 + (i % 7)}d` }),
  (i) => ({ all: [{ event: "search.performed", where: { field: "data.query", is: "containsAny", value: ["tent", "size", at(PAGES, i).slice(1)], ignoreCase: true } }, { not: { event: "form.submitted" } }] }),
  (i) => ({ event: "page.viewed", where: { field: "path", is: "matches", value: `^/(${at(PAGES, i).slice(1)}|${at(PAGES, i + 5).slice(1)}|landing-${i})(/|$)` }, lasting: `${10 + (i % 5) * 10}s` }),
  (i) => ({ all: [{ field: "session.device", is: "equal", value: at(["phone", "desktop", "tablet"], i) }, { field: "session.country", is: "equal", value: at(["DE", "FR", "US", "JP"], i) }, { not: { field: "session.bot", is: "equal", value: true } }] }),
];
const OUTCOMES = [
  (i) => ({ event: "form.submitted", where: { field: "data.form", is: "equal", value: at(["checkout", "newsletter", "contact"], i) } }),
  (i) => ({ event: "conversation.wrapped_up", where: { all: [{ field: "code", is: "startsWith", value: at(["Sale", "Order", "Return"], i) }, { field: "talkedSeconds", is: "greaterThan", value: 10 * i }] } }),
];
const MAPS = [
  (i) => ({ all: [abandoned(i, { atLeast: 2, within: "7d" }), { field: "page.path", is: "startsWith", value: at(PAGES, i) }] }),
  (i) => ({ sequence: [viewed(i), viewed(i + 1), { event: "search.performed" }], within: `${5 + (i % 20)}m` }),
  (i) => ({ all: [{ segment: `segment-${i % 40}` }, { not: { event: "conversation.started", of: "contact", inLast: `${1 + (i % 48)}h` } }] }),
  (i) => ({ all: [viewed(i, { inLast: `${1 + (i % 10)}m` }), { event: "conversation.*", atMost: 0, where: { field: "channel", is: "equal", value: at(CHANNELS, i) } }] }),
  (i) => ({ all: [{ field: "session.durationSeconds", is: "greaterThan", value: 30 + i }, { field: "page.path", is: "equal", value: at(PAGES, i) }, { any: [{ segment: `segment-${i % 40}` }, { outcome: `outcome-${i % 10}` }] }] }),
  (i) => ({ all: [{ field: "contact.traits.plan", is: "equal", value: at(["gold", "free"], i) }, viewed(i, { of: "contact", atLeast: 1 + (i % 4), inLast: "30d" })] }),
  (i) => ({ never: { event: "conversation.message_sent", where: { field: "queue", is: "equal", value: [at(QUEUES, i), `Team ${i}`] } } }),
];

/** @param {number} count rules in all: two fifths segments, one tenth outcomes, the others action maps */
export function ruleSet(count) {
  const parts = { segment: Math.round(count * 0.4), outcome: Math.round(count * 0.1) };
  const make = (kind, kinds, length, more) => Array.from({ length }, (_, i) => ({ id: `${kind}-${i}`, name: `${kind} ${i}`, when: at(kinds, i)(i), ...more(i) }));
  return {
    segments: make("segment", SEGMENTS, parts.segment, (i) => ({ of: at(SEGMENTS, i)(i).of ?? "session", color: "#1e88e5" })),
    outcomes: make("outcome", OUTCOMES, parts.outcome, () => ({})),
    actionMaps: make("map", MAPS, count - parts.segment - parts.outcome, () => ({ action: { type: "chat", text: "Can we help?" }, pages: { field: "page.path", is: "notEqual", value: "/cart" } })),
  };
}
