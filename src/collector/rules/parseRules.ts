/** Makes a rule set of JSON, or says all that is wrong with it, each with the place where it stands. */
import { RULES, SCOPES, type RuleProblem, type RuleSet, type Scope } from "../../protocol/rules";
import { checkAction } from "./checkAction";
import { checkCondition, checkFields, type Reference, type Tally } from "./checkCondition";
import { checkSchedule } from "./checkSchedule";
import { wrongField } from "./fieldNames";
import { checkBoolean, checkDuration, checkGiven, checkList, checkNumber, checkText, checkWord } from "./read";
import { checkReferences, type Named } from "./references";
import { checkKeys, createSpot, quote, type Spot } from "./spot";

const RULE = ["id", "name", "description", "active", "when"];

interface Context {
  tally: Tally;
  ids: Map<string, Spot>;
  named: Named[];
}

/**
 * @param json parsed from a text; it is not kept
 * @returns all problems at once, of very many the first
 */
export function parseRules(json: unknown): { set: RuleSet } | { problems: RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const spot = createSpot(json, problems);
  const context: Context = { tally: { conditions: 0, expressionSteps: 0 }, ids: new Map(), named: [] };
  if (checkKeys(spot, ["segments", "outcomes", "actionMaps", "caps"])) {
    for (const one of checkList(spot.at("segments"), { most: RULES.segments })) checkSegment(one, context);
    checkOutcomes(spot.at("outcomes"), context);
    for (const one of checkList(spot.at("actionMaps"), { most: RULES.actionMaps })) checkActionMap(one, context);
    checkGiven(spot.at("caps"), checkCaps);
    checkReferences(context.named);
  }
  if (problems.length) return { problems };
  // Everything in it was looked at, and nothing else is in it.
  const set = structuredClone(json) as RuleSet;
  return { set };
}

function checkSegment(spot: Spot, context: Context): void {
  if (!checkKeys(spot, [...RULE, "of", "color", "expires", "shown", "tellPage"])) return;
  const of = spot.at("of");
  const scope = checkWord(of, SCOPES) ? of.value : "session";
  checkRule(spot, { kind: "segment", scope, context });
  const color = spot.at("color");
  if (checkText(color, { longest: 20 }) && !/^#[\da-f]{6}$/i.test(color.value)) color.wrong(`has to be a colour such as "#1e88e5", and is ${quote(color.value)}`);
  checkGiven(spot.at("expires"), checkDuration);
  for (const key of ["shown", "tellPage"]) checkGiven(spot.at(key), checkBoolean);
}

function checkOutcomes(spot: Spot, context: Context): void {
  const outcomes = checkList(spot, { most: RULES.outcomes });
  for (const one of outcomes) checkOutcome(one, context);
  const scored = outcomes.filter((one) => one.at("scored").value === true);
  if (scored.length > RULES.scoredOutcomes) scored[RULES.scoredOutcomes]!.at("scored").wrong(`is one too many: at most ${RULES.scoredOutcomes} outcomes can be scored`);
}

function checkOutcome(spot: Spot, context: Context): void {
  if (!checkKeys(spot, [...RULE, "value", "positive", "scored", "tellPage"])) return;
  checkRule(spot, { kind: "outcome", scope: "session", context });
  for (const key of ["positive", "scored", "tellPage"]) checkGiven(spot.at(key), checkBoolean);
  checkGiven(spot.at("value"), (value) => {
    if (typeof value.value === "number") checkNumber(value, { least: -Number.MAX_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER });
    else if (checkKeys(value, ["field"])) {
      const field = value.at("field");
      const problem = checkText(field, { longest: 2 * RULES.nameChars }) ? wrongField(field.value, "anyEvent") : undefined;
      if (problem !== undefined) field.wrong(problem);
    }
  });
}

function checkActionMap(spot: Spot, context: Context): void {
  if (!checkKeys(spot, [...RULE, "pages", "schedule", "after", "weight", "repeats", "agents", "control", "ignoreCaps", "expires", "action"])) return;
  checkRule(spot, { kind: "actionMap", scope: "session", context });
  checkGiven(spot.at("pages"), (pages) => checkFields(pages, "page", context.tally));
  checkGiven(spot.at("schedule"), checkSchedule);
  checkGiven(spot.at("after"), (after) => after.value === "next_page" || after.value === "next_session" || checkDuration(after));
  checkGiven(spot.at("weight"), (weight) => checkNumber(weight, { least: 1, most: 3, isWhole: true }));
  checkGiven(spot.at("repeats"), (repeats) => checkWord(repeats, [...SCOPES, "always"]));
  checkGiven(spot.at("agents"), (agents) => checkKeys(agents, ["queue"]) && checkText(agents.at("queue"), { longest: RULES.nameChars }));
  checkGiven(spot.at("control"), (control) => checkNumber(control, { least: 0, most: 1 }));
  checkGiven(spot.at("ignoreCaps"), checkBoolean);
  checkGiven(spot.at("expires"), checkDuration);
  checkAction(spot.at("action"));
}

/** What all rules have. */
function checkRule(spot: Spot, { kind, scope, context: { tally, ids, named } }: { kind: Named["kind"]; scope: Scope; context: Context }): void {
  const id = spot.at("id");
  const references: Reference[] = [];
  if (checkText(id, { longest: RULES.textChars })) {
    const other = ids.get(id.value);
    if (!/^[a-z0-9_-]{1,64}$/.test(id.value)) id.wrong(`has to be of a to z, 0 to 9, _ and -, at most 64, and is ${quote(id.value)}`);
    else if (other) id.wrong(`${quote(id.value)} is ${other.place}'s already`);
    else {
      ids.set(id.value, spot);
      named.push({ kind, id: id.value, isScored: spot.at("scored").value === true, when: spot.at("when"), references });
    }
  }
  checkText(spot.at("name"), { longest: RULES.nameChars });
  checkGiven(spot.at("description"), (description) => checkText(description, { longest: RULES.textChars, canBeEmpty: true }));
  checkGiven(spot.at("active"), checkBoolean);
  checkCondition(spot.at("when"), { tally, scope, refer: (reference) => references.push(reference) });
}

function checkCaps(spot: Spot): void {
  const keys = ["afterConversation", "afterRejection", "between"];
  if (checkKeys(spot, keys)) for (const key of keys) checkGiven(spot.at(key), checkDuration);
}
