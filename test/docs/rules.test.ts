/** What docs/RULES.md shows, against what the collector takes. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VARIABLES } from "../../src/collector/config";
import { GROUNDS } from "../../src/collector/rules/fieldNames";
import { parseRules } from "../../src/collector/rules/parseRules";
import { RULE_DAYS, RULE_VERSIONS } from "../../src/protocol/ruleAnswers";
import { BLOCKED_REASONS, OPERATORS, RULES, type RuleSet } from "../../src/protocol/rules";
import { NOW, openCollector, type Collector } from "../collector/openCollector";
import { anOutcome, aSegment } from "../collector/rules/sets";

const text = readFileSync("docs/RULES.md", "utf8");
const examples = [...text.matchAll(/```json\n([\s\S]+?)```/g)].map(([, json]) => JSON.parse(json!) as { [key: string]: unknown });
/** Names in backticks that the rows of the table below a heading begin with. */
const namesBelow = (heading: string) => [...text.split(heading)[1]!.split(/\n#+ /)[0]!.split("|---|---|\n")[1]!.matchAll(/^\| (`[^|]+?) \|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));

/** A set with the example in it, wherever it belongs, and the rules that examples name. */
function setWith(example: { [key: string]: unknown }): unknown {
  if ("segments" in example) return example;
  const known = { segments: [aSegment({ id: "shopper" })], outcomes: [anOutcome({ id: "sale" }), anOutcome({ id: "order", scored: true })], actionMaps: [] as unknown[] };
  if ("action" in example) return { ...known, actionMaps: [example] };
  if ("color" in example) return { ...known, segments: [example] };
  if ("when" in example) return { ...known, outcomes: [known.outcomes[0], example] };
  return { ...known, outcomes: [...known.outcomes, anOutcome({ id: "example", when: example as never })] };
}

/** All keys and all texts of something, however deep. */
const wordsOf = (value: unknown): string[] => (typeof value === "string" ? [value] : typeof value !== "object" || value === null ? [] : Object.entries(value).flatMap(([key, one]) => [key, ...wordsOf(one)]));

it("shows nothing that is not taken", () => {
  expect(examples.length).toBeGreaterThan(15);
  for (const example of examples) expect([JSON.stringify(example).slice(0, 80), parseRules(setWith(example))]).toEqual([expect.any(String), { set: expect.anything() }]);
});

it("shows every kind of condition, every operator, every action and every key of a map", () => {
  const shown = new Set(examples.flatMap(wordsOf));
  const kinds = ["all", "any", "not", "field", "event", "where", "lasting", "atLeast", "atMost", "within", "inLast", "of", "sequence", "never", "segment", "outcome", "scoreAtLeast", "ignoreCase"];
  const keys = ["pages", "schedule", "after", "weight", "repeats", "agents", "control", "ignoreCaps", "expires", "caps", "tellPage", "scored"];
  expect([...kinds, ...keys, ...OPERATORS, "chat", "messaging", "content", "webhook", "tag"].filter((word) => !shown.has(word))).toEqual([]);
});

it("lists the operators, the reasons, the keys of maps and the fields as they are", () => {
  expect(namesBelow("### Operators").sort()).toEqual([...OPERATORS].sort());
  expect(namesBelow("### Why an offer was not made").sort()).toEqual([...BLOCKED_REASONS].sort());
  expect(namesBelow("## Action maps").sort()).toEqual(["after", "agents", "control", "expires", "ignoreCaps", "pages", "repeats", "schedule", "weight"]);
  const fields = [...text.split("### Fields")[1]!.split("\n\n")[1]!.matchAll(/`([a-zA-Z.]+)(<name>)?`/g)].map(([, name]) => name!).filter((name) => name !== "where");
  const known = [...GROUNDS.visit.names, ...GROUNDS.visit.open, ...GROUNDS.event.names, ...GROUNDS.event.open, ...GROUNDS.conversation.names];
  expect(fields.sort()).toEqual(known.sort());
});

it("gives numbers as they are", () => {
  for (const said of [`at most ${RULES.offerChars} characters`, `up to ${RULES.durationDays} days`, `at most ${RULE_DAYS})`, "As deep as twelve", "up to ten steps", "the last hundred are kept"]) expect(text).toContain(said);
  expect([RULES.depth, RULES.steps, RULE_VERSIONS, "PE_RULES" in VARIABLES]).toEqual([12, 10, 100, true]);
});

describe("Its first example", () => {
  let collector: Collector;
  beforeAll(async () => void (collector = await openCollector()));
  afterAll(() => collector.close());

  it("does what is said of it", async () => {
    const set = examples[0] as unknown as RuleSet;
    const free = { ...set, actionMaps: set.actionMaps.map((map) => ({ ...map, control: 0 })) };
    await collector.store.saveRules({ site: collector.site.id, set: free, by: "server", at: NOW });
    const tell = async (source: "page" | "server", type: string, data: object, path = "/") => {
      collector.clock.now += 60_000;
      const events = [{ id: `r${collector.clock.now}`, type, at: collector.clock.now, session: "w1", url: `https://shop.example${path}`, data }];
      expect((await collector.post(collector.batch(events), source === "server" ? { authorization: `Bearer ${collector.secret}` } : {})).json()).toMatchObject({ accepted: 1 });
    };
    const qualified = async () => (await collector.events()).filter(({ type }) => type === "action.qualified").map(({ data }) => (JSON.parse(data) as { map: string }).map);
    await tell("server", "queue.changed", { queue: "Sales", agents: 2 });
    for (const conversation of ["c1", "c2"]) {
      await tell("page", "page.viewed", {}, "/pricing");
      expect(await qualified()).toEqual([]);
      await tell("page", "conversation.started", { conversation, channel: "chat" });
      await tell("server", "conversation.routed", { conversation, channel: "chat", queue: "Sales" });
      await tell("server", "conversation.ended", { conversation, channel: "chat", by: "customer" });
    }
    collector.clock.now += 2 * 3_600_000;
    await tell("page", "page.viewed", {}, "/home");
    expect(await qualified()).toEqual([]);
    await tell("page", "page.viewed", {}, "/pricing/plans");
    expect(await qualified()).toEqual(["sales-chat"]);
  });
});
