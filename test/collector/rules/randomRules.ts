/** Rule sets by chance, of every kind of condition, about what happens in simulated journeys. */
import type { Condition, EventTest, FieldCondition, FieldTest, Pattern, RuleSet, Scope } from "../../../src/protocol/rules";
import type { Random } from "../../../src/simulator/random";
import { actionMap, segment } from "./journey";

const SPANS = ["5s", "30s", "2m", "10m", "1h", "20h", "7d"];
const CONVERSATION = ["conversation.*", "conversation.started", "conversation.routed", "conversation.connected", "conversation.ended", "conversation.wrapped_up", "conversation.message_sent", "conversation.offered", "conversation.declined"];
const OTHERS = ["page.viewed", "page.viewed", "page.*", "search.performed", "form.submitted", "session.started", "identity.claimed"];

/** Of each field values that may occur. */
const PAGE_FIELDS: FieldTest[] = [
  { field: "path", is: "equal", value: ["/cart", "/help"] }, { field: "path", is: "matches", value: "^/(tents|stoves)(/|$)" }, { field: "title", is: "containsAny", value: ["BAGS", "ret"], ignoreCase: true },
  { field: "data.query", is: "exists" }, { field: "data.form", is: "notEqual", value: "checkout" }, { field: "url", is: "endsWith", value: ["s", "2"] },
];
const CONVERSATION_FIELDS: FieldTest[] = [
  { field: "abandoned", is: "equal", value: true }, { field: "queue", is: "equal", value: ["Sales", "Support"] }, { field: "channel", is: "notEqual", value: "call" }, { field: "waitedSeconds", is: "greaterThan", value: 30 },
  { field: "talkedSeconds", is: "lessThanOrEqual", value: 200 }, { field: "code", is: "exists" }, { field: "by", is: "equal", value: "customer" }, { field: "agent", is: "startsWith", value: ["A", "B", "C", "D", "E", "F", "G"] },
];
const VISIT_FIELDS: FieldTest[] = [
  { field: "page.path", is: "startsWith", value: "/t" }, { field: "page.title", is: "notContainsAll", value: ["e", "s"] }, { field: "session.pages", is: "greaterThanOrEqual", value: 3 }, { field: "session.referrerHost", is: "equal", value: "www.google.com" },
  { field: "session.durationSeconds", is: "greaterThan", value: 60 }, { field: "session.durationSeconds", is: "lessThanOrEqual", value: 120 }, { field: "contact.traits.plan", is: "equal", value: "gold" }, { field: "contact.traits.plan", is: "notEqual", value: "gold" },
];

export function randomRules(random: Random, { segments, outcomes, maps }: { segments: number; outcomes: number; maps: number }): RuleSet {
  const known: Condition[] = [];
  const set: RuleSet = { segments: [], outcomes: [], actionMaps: [] };
  for (let i = 0; i < outcomes; i++) {
    set.outcomes.push({ id: `o${i}`, name: "Outcome", scored: i === 0, when: condition(random, { scope: "session", known, depth: 2 }) });
    known.push({ outcome: `o${i}` }, ...(i === 0 ? [{ outcome: "o0", scoreAtLeast: 0.5 }] : []));
  }
  for (let i = 0; i < segments; i++) {
    const of = random.pick(["session", "contact"] as const);
    set.segments.push(segment(`s${i}`, condition(random, { scope: of, known, depth: 3 }), { of, active: !random.chance(0.05) }));
    known.push({ segment: `s${i}` });
  }
  for (let i = 0; i < maps; i++) set.actionMaps.push(actionMap(`m${i}`, condition(random, { scope: "session", known, depth: 3 })));
  return set;
}

interface Options {
  scope: Scope;
  known: readonly Condition[];
  depth: number;
}

function condition(random: Random, { scope, known, depth }: Options): Condition {
  const inner = () => condition(random, { scope, known, depth: depth - 1 });
  const several = () => Array.from({ length: 1 + random.below(3) }, inner);
  const spans = () => ({ ...(random.chance(0.4) && { inLast: random.pick(SPANS) }), ...(random.chance(0.3) && { of: random.pick(["session", "contact"] as const) }) });
  const kinds: [() => Condition, number][] = [
    [() => random.pick(VISIT_FIELDS), 3],
    [() => count(random, spans()), 8],
    [() => ({ sequence: Array.from({ length: 2 + random.below(2) }, () => pattern(random)), ...within(random, spans()) }), 3],
    ...(scope === "session" ? [[() => ({ never: pattern(random) }), 2] as [() => Condition, number]] : []),
    ...(known.length ? [[() => random.pick(known), 2] as [() => Condition, number]] : []),
    ...(depth > 1 ? ([[() => ({ all: several() }), 4], [() => ({ any: several() }), 4], [() => ({ not: inner() }), 3]] as [() => Condition, number][]) : []),
  ];
  return random.weigh(kinds)();
}

function count(random: Random, spans: Pick<EventTest, "inLast" | "of">): EventTest {
  const least = random.chance(0.5) ? 1 + random.below(3) : undefined;
  const most = random.chance(0.3) ? (least ?? 0) + random.below(3) : undefined;
  return { ...pattern(random), ...(least !== undefined && { atLeast: least }), ...(most !== undefined && { atMost: most }), ...within(random, spans) };
}

function within<Spans extends { inLast?: string }>(random: Random, spans: Spans): Spans & { within?: string } {
  const shorter = SPANS.slice(0, spans.inLast === undefined ? SPANS.length : SPANS.indexOf(spans.inLast) + 1);
  return random.chance(0.4) ? { ...spans, within: random.pick(shorter) } : spans;
}

function pattern(random: Random): Pattern {
  const isConversation = random.chance(0.5);
  const event = random.pick(isConversation ? CONVERSATION : OTHERS);
  const where = random.chance(0.6) ? fields(random, isConversation ? CONVERSATION_FIELDS : PAGE_FIELDS) : undefined;
  const lasting = event === "page.viewed" && random.chance(0.4) ? random.pick(SPANS.slice(0, 4)) : undefined;
  return { event, ...(where && { where }), ...(lasting !== undefined && { lasting }) };
}

function fields(random: Random, tests: readonly FieldTest[]): FieldCondition {
  const [a, b] = [random.pick(tests), random.pick(tests)];
  return random.pick<FieldCondition>([a, a, { all: [a, b] }, { any: [a, b] }, { not: a }]);
}

