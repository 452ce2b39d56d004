/** Checks conditions of any shape and depth: that each says one thing, and that it can be asked where it stands. */
import { RULES, SCOPES, type Scope } from "../../protocol/rules";
import { checkFieldTest, type Work } from "./checkFieldTest";
import { durationMs } from "./duration";
import { groundOf, wrongEvent, type Ground } from "./fieldNames";
import { checkDuration, checkList, checkNumber, checkText, checkWord } from "./read";
import { checkKeys, didYouMean, isGiven, isRecord, kindOf, type Spot } from "./spot";

/** A rule that a condition names. */
export interface Reference {
  kind: "segment" | "outcome";
  id: string;
  /** Only how likely it is, which hangs on no other rule. */
  isScore: boolean;
  spot: Spot;
}

/** What is gathered while all conditions of a set are looked through. */
export interface Tally extends Work {
  conditions: number;
}

export interface Standing {
  tally: Tally;
  /** Scope of the rule. */
  scope: Scope;
  refer: (reference: Reference) => void;
}

const PATTERN = ["event", "where", "lasting"] as const;
/** By the key that says what kind of condition it is. */
const KEYS = {
  all: ["all"],
  any: ["any"],
  not: ["not"],
  field: ["field", "is", "value", "ignoreCase"],
  event: [...PATTERN, "atLeast", "atMost", "within", "inLast", "of"],
  sequence: ["sequence", "within", "inLast", "of"],
  never: ["never"],
  segment: ["segment"],
  outcome: ["outcome", "scoreAtLeast"],
} as const satisfies { [kind: string]: readonly string[] };
type Kind = keyof typeof KEYS;
const KINDS = Object.keys(KEYS) as Kind[];
const FIELD_KINDS: readonly Kind[] = ["all", "any", "not", "field"];

/** Conditions over fields alone. */
export function checkFields(spot: Spot, ground: Ground, tally: Tally): void {
  checkNode(spot, { kinds: FIELD_KINDS, ground, tally, leaf: () => undefined }, 1);
}

export function checkCondition(spot: Spot, standing: Standing): void {
  checkNode(spot, { kinds: KINDS, ground: "visit", tally: standing.tally, leaf: (leaf, kind) => LEAVES[kind]?.(leaf, standing) }, 1);
}

interface Walk {
  kinds: readonly Kind[];
  ground: Ground;
  tally: Tally;
  leaf: (spot: Spot, kind: Kind) => void;
}

function checkNode(spot: Spot, walk: Walk, depth: number): void {
  const { kinds, ground, tally } = walk;
  // One problem says that there are too many; more of them would be looked through for nothing.
  if (++tally.conditions > RULES.conditions) {
    if (tally.conditions === RULES.conditions + 1) spot.wrong(`is one too many: all rules together may have ${RULES.conditions.toLocaleString("en")} conditions`);
    return;
  }
  if (depth > RULES.depth) {
    spot.wrong(`is nested more than ${RULES.depth} deep`);
    return;
  }
  const kind = kindOfCondition(spot, kinds);
  if (!kind || !checkKeys(spot, KEYS[kind])) return;
  if (kind === "all" || kind === "any") for (const one of checkList(spot.at(kind), { least: 1, most: RULES.conditions })) checkNode(one, walk, depth + 1);
  else if (kind === "not") checkNode(spot.at(kind), walk, depth + 1);
  else if (kind === "field") checkFieldTest(spot, ground, tally);
  else walk.leaf(spot, kind);
}

function kindOfCondition(spot: Spot, kinds: readonly Kind[]): Kind | undefined {
  const { value } = spot;
  if (value === undefined) spot.wrong("is missing");
  else if (!isRecord(value)) spot.wrong(`has to be a condition, an object, and is ${kindOf(value)}`);
  else {
    const keys = Object.keys(value);
    const said = KINDS.filter((kind) => keys.includes(kind));
    const [kind] = said;
    if (said.length > 1) spot.wrong(`says ${said.map((one) => `"${one}"`).join(" and ")} at once: put them into { "all": […] }`);
    else if (kind && !kinds.includes(kind)) spot.wrong(`cannot ask for "${kind}" here, but for fields alone`);
    else if (kind) return kind;
    else if (!keys.length) spot.wrong(`says nothing: a condition begins with one of ${kinds.join(", ")}`);
    else spot.at(keys[0]!).wrong(`begins no condition${didYouMean(keys[0]!, kinds)}`);
  }
  return undefined;
}

const LEAVES: { [kind in Kind]?: (spot: Spot, standing: Standing) => void } = {
  event: checkEventTest,
  sequence(spot, { tally }) {
    const steps = checkList(spot.at("sequence"), { least: 2, most: RULES.steps });
    for (const step of steps) if (checkKeys(step, PATTERN)) checkPattern(step, tally);
    checkSpan(spot);
  },
  never(spot, { tally, scope }) {
    if (scope !== "session") spot.wrong(`is known when a visit is over; this rule asks of a person, whose next visit may always come`);
    const never = spot.at("never");
    if (checkKeys(never, PATTERN)) checkPattern(never, tally);
  },
  segment(spot, { refer }) {
    const segment = spot.at("segment");
    if (checkText(segment, { longest: RULES.textChars })) refer({ kind: "segment", id: segment.value, isScore: false, spot: segment });
  },
  outcome(spot, { refer }) {
    const outcome = spot.at("outcome");
    const score = spot.at("scoreAtLeast");
    if (isGiven(score)) checkNumber(score, { least: 0, most: 1 });
    if (checkText(outcome, { longest: RULES.textChars })) refer({ kind: "outcome", id: outcome.value, isScore: isGiven(score), spot: outcome });
  },
};

function checkEventTest(spot: Spot, { tally }: Standing): void {
  checkPattern(spot, tally);
  const atLeast = spot.at("atLeast");
  const atMost = spot.at("atMost");
  const isLeast = isGiven(atLeast) && checkNumber(atLeast, { least: 1, most: RULES.count, isWhole: true });
  // One more has to be remembered to know that it is one too many.
  const isMost = isGiven(atMost) && checkNumber(atMost, { least: 0, most: RULES.count - 1, isWhole: true });
  if (isLeast && isMost && Number(atLeast.value) > Number(atMost.value)) spot.wrong(`can never be: at least ${Number(atLeast.value)} and at most ${Number(atMost.value)}`);
  checkSpan(spot);
}

function checkPattern(spot: Spot, tally: Tally): void {
  const event = spot.at("event");
  const isText = checkText(event, { longest: RULES.nameChars });
  const problem = isText ? wrongEvent(event.value) : undefined;
  if (problem !== undefined) event.wrong(problem);
  const where = spot.at("where");
  if (isGiven(where)) checkFields(where, isText ? groundOf(event.value) : "anyEvent", tally);
  const lasting = spot.at("lasting");
  if (isGiven(lasting) && checkDuration(lasting) && isText && event.value !== "page.viewed") lasting.wrong(`is only for "page.viewed": nothing else is looked at for a time`);
}

function checkSpan(spot: Spot): void {
  const within = spot.at("within");
  const inLast = spot.at("inLast");
  const spans = [within, inLast].map((one) => (isGiven(one) && checkDuration(one) ? durationMs(one.value) : undefined));
  const of = spot.at("of");
  if (isGiven(of)) checkWord(of, SCOPES);
  if (spans[0] !== undefined && spans[1] !== undefined && spans[0] > spans[1]) within.wrong("is longer than inLast, so it says nothing");
}
