/** How long a rule set takes an event, and what is remembered of a live visit: a simulated day, through the rules as built, and nothing else. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ruleSet } from "./ruleSet.mjs";

const { values: options } = parseArgs({ options: { rules: { type: "string", default: "200" }, out: { type: "string" } } });
const COUNT = Number(options.rules);
if (!(COUNT >= 50 && COUNT <= 300)) {
  console.error("Give --rules as a number from 50 to 300.");
  process.exit(1);
}
const LIMIT_US = 100;
const WARM_UP_EVENTS = 5_000;
/** Of the time that this ran, what it may have waited for a core before the rarer figures say more of others than of the rules. */
const BUSY = 0.05;
const MOST_EVENTS = 60_000;
const SETTINGS = { minutes: 13 * 60, conversationsPerHour: 150 };

const root = path.join(import.meta.dirname, "..");
const built = (folder, name) => import(path.join(root, `build/${folder}/${name}.mjs`));
const [{ createCentre }, { day }] = await Promise.all(["centre", "day"].map((name) => built("simulator", name)));
const parts = await Promise.all(["compileRules", "parseRules", "moments", "visit", "session", "conversation", "facts"].map((name) => built("rules", name)));
const { advance, compileRules, conversationId, foldSession, momentOf, momentsOf, parseRules, personOf, sessionCard, visitOf } = Object.assign({}, ...parts);

const loadBefore = os.loadavg()[0];
const parsed = parseRules(ruleSet(COUNT));
if (parsed.problems) throw new Error(JSON.stringify(parsed.problems.slice(0, 5)));
const begunCompiling = performance.now();
const compiled = compileRules(parsed.set);
const compileMs = performance.now() - begunCompiling;

const NOBODY = personOf(undefined);
const NONE = new Set();
const people = new Map();
const conversations = new Map();
const ownerOf = new Map();
const took = { all: [], take: [], judge: [] };
let [events, unasked, held, due] = [0, 0, 0, 0];
const before = schedule();

for (const event of happened()) {
  const person = personAt(event);
  const session = event.session === undefined ? undefined : foldSession(person.sessions.get(event.session), event);
  if (session) person.sessions.set(session.id, session);
  const [moments, replaced] = momentsAt(event, person);
  const card = sessionOf(person);
  const visit = card && visitOf(card);
  if (++events === WARM_UP_EVENTS) for (const times of Object.values(took)) times.length = 0;
  if (events >= MOST_EVENTS) break;

  const begun = performance.now();
  const wanted = moments.filter(({ type }) => compiled.wants(type));
  if (wanted.length || replaced !== undefined) person.marks = compiled.take(person.marks, wanted, replaced);
  const taken = performance.now();
  const answer = compiled.judge({ marks: person.marks, visit, person: NOBODY, segments: NONE, outcomes: NONE, scores: {}, now: event.at });
  const judged = performance.now();

  took.all.push((judged - begun) * 1_000);
  took.take.push((taken - begun) * 1_000);
  took.judge.push((judged - taken) * 1_000);
  if (!wanted.length) unasked++;
  held += answer.segments.size + answer.outcomes.size + answer.actionMaps.size;
  if (answer.dueAt !== undefined) due++;
}

const after = schedule();
const waited = after.waitedSeconds - before.waitedSeconds;
const isBusy = waited > (after.ranSeconds - before.ranSeconds) * BUSY;
const live = [...people.values()].filter(({ sessions }) => sessions.size);
const json = sorted(live.map(({ marks }) => Buffer.byteLength(JSON.stringify(marks))));
const marksOf = live.map(({ marks }) => Object.values(marks).reduce((sum, list) => sum + list.length, 0));
const heapBytes = heapOf(live.map(({ marks }) => marks));
const [all, take, judge] = [took.all, took.take, took.judge].map(sorted);
const us = (value) => `${value.toFixed(1)} µs`;
const bytes = (value) => `${Math.round(value).toLocaleString("en")} B`;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const text = [
  `${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores, Node ${process.versions.node}, load ${loadBefore.toFixed(1)} before and ${os.loadavg()[0].toFixed(1)} after, of which this is a part. ${COUNT} rules, of which ${parsed.set.segments.length} segments, ${parsed.set.outcomes.length} outcomes and ${parsed.set.actionMaps.length} action maps, with ${compiled.patterns.size} patterns; ${all.length.toLocaleString("en")} events of a simulated day, ${WARM_UP_EVENTS.toLocaleString("en")} before. All rules are judged anew at each event; ${(held / events).toFixed(1)} hold on average.`,
  ...(isBusy ? ["", `**The machine was busy with other work**: this ran ${(after.ranSeconds - before.ranSeconds).toFixed(1)} s and waited ${waited.toFixed(1)} s for a core in between. The medians hold; what one in a hundred took is mostly that.`] : []),
  "",
  "| | median | 99 % within |",
  "|---|--:|--:|",
  `| an event, taken in and judged | ${us(quantile(all, 0.5))} | ${us(quantile(all, 0.99))} |`,
  `| of this: taken in | ${us(quantile(take, 0.5))} | ${us(quantile(take, 0.99))} |`,
  `| of this: judged | ${us(quantile(judge, 0.5))} | ${us(quantile(judge, 0.99))} |`,
  "",
  "| | |",
  "|---|--:|",
  `| the mean of all events | ${us(mean(all))} |`,
  `| events that no rule looks at | ${((unasked / events) * 100).toFixed(0)} % |`,
  `| answers that time alone may change | ${((due / events) * 100).toFixed(0)} % |`,
  `| to compile the set | ${compileMs.toFixed(1)} ms |`,
  `| visits | ${live.length.toLocaleString("en")} |`,
  `| marks of a visit, on average | ${mean(marksOf).toFixed(1)} |`,
  `| as JSON: median, 99 % within | ${bytes(quantile(json, 0.5))} · ${bytes(quantile(json, 0.99))} |`,
  `| in memory, on average | ${bytes(heapBytes / live.length)} |`,
].join("\n");
console.log(text);
if (options.out) writeFileSync(path.resolve(options.out), `# How long rules take\n\n\`npm run bench:rules\`, last result. Limit: half of all events within ${LIMIT_US} µs.\n\n${text}\n`);
if (quantile(all, 0.5) > LIMIT_US) {
  console.error(`\nOver the limit of ${LIMIT_US} µs.`);
  process.exit(1);
}

/** The events of a day, as a store would have them. */
function* happened() {
  const settings = createCentre({ ...SETTINGS, startsAt: Date.UTC(2026, 10, 20, 8) });
  for (const { teller, visitor, events: told } of day("rules", settings)) {
    for (const { data: { customer: _customer, ...data } = {}, ...event } of told) yield { ...event, data, site: "s1", source: teller, received: event.at, ...(visitor !== undefined && { visitor }) };
  }
}

/** Whose event it is: a visitor's, or else that of whoever has the conversation, who may be known by nothing else. */
function personAt({ visitor, data: { conversation } }) {
  const id = visitor ?? ownerOf.get(conversation) ?? conversation ?? "nobody";
  if (visitor !== undefined && conversation !== undefined) ownerOf.set(conversation, visitor);
  if (!people.has(id)) people.set(id, { marks: {}, sessions: new Map() });
  return people.get(id);
}

function momentsAt(event) {
  const id = conversationId(event);
  if (id === undefined) return [[momentOf(event)].filter(Boolean), undefined];
  conversations.set(id, advance(conversations.get(id), event));
  return [momentsOf(conversations.get(id)), id];
}

function sessionOf({ sessions }) {
  const state = [...sessions.values()].at(-1);
  return state && { ...sessionCard(state), visit: { device: "phone", country: "DE", bot: false } };
}

/** What the kernel says of this process, where there is such a file: https://docs.kernel.org/scheduler/sched-stats.html */
function schedule() {
  const file = "/proc/thread-self/schedstat";
  const [ranNs, waitedNs] = existsSync(file) ? readFileSync(file, "utf8").split(" ").map(Number) : [process.cpuUsage().user * 1_000, 0];
  return { ranSeconds: ranNs / 1e9, waitedSeconds: waitedNs / 1e9 };
}

function sorted(values) {
  return values.slice().sort((a, b) => a - b);
}

function quantile(values, share) {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))];
}

/** What copies of these values take. */
function heapOf(values) {
  const texts = values.map((value) => JSON.stringify(value));
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const copies = texts.map((one) => JSON.parse(one));
  globalThis.gc();
  const after = process.memoryUsage().heapUsed;
  return copies.length ? after - before : 0;
}
