/** How well outcomes are foretold: simulated days in a store, learned from as the collector does, and judged on visits that were held back. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: { days: { type: "string", default: "14" }, seed: { type: "string", default: "scores" }, out: { type: "string" } } });
const DAYS = Number(options.days);
if (!(DAYS >= 1)) {
  console.error("Give --days as a number from 1 on.");
  process.exit(1);
}
const root = path.join(import.meta.dirname, "..");
const built = (part, name) => import(path.join(root, `build/${part}/${name}.mjs`));
const [{ createCentre }, { day }] = await Promise.all(["centre", "day"].map((name) => built("simulator", name)));
const [{ featuresOf }, { drawCalibration }, { createScoring }, { NOTHING, take }, { openDatabase }, { createSqliteStore }, { parseMasterKeys }] = await Promise.all(
  ["features", "picture", "scoring", "sketch", "open", "sqlite", "masterKeys"].map((name) => built("scoring", name)));

const SITE = "bench";
const DAY_MS = 86_400_000;
const STARTS_AT = Date.UTC(2026, 8, 1, 8);
const EVENTS_AT_ONCE = 2_000;
/** A judgement of a visit that goes on must not take longer. */
const LIVE_LIMIT_US = 20;

const first = (moments, is) => moments.find(is)?.at;
const OUTCOMES = [
  { id: "conversation", name: "A conversation begins", achievedAt: ({ moments }) => first(moments, ({ type }) => type === "conversation.started") },
  { id: "sale", name: "Wrapped up as a sale", achievedAt: ({ moments }) => first(moments, ({ type, fields }) => type === "conversation.wrapped_up" && fields.code === "Sale") },
  { id: "form", name: "A form is submitted", achievedAt: ({ moments }) => first(moments, ({ type }) => type === "form.submitted") },
].map((outcome) => ({ site: SITE, rule: "bench", ...outcome }));

const WHAT = `These figures say that learning works, and not how well your site's outcomes can be foretold: the visits are made up. Of those who will begin a
conversation the simulator has only this to tell beforehand, that they look at two pages more, and at help, delivery, cart and account more often than
at others; whether they send a form is chance. What a chat comes to depends on its queue and on chance, so a sale can be told by whether there is a
conversation. Before the simulator was given that habit the first outcome had an AUC of 0.512 ± 0.010, and its score was off, as it should be:
\`not_better_than_chance\`. Every visit is of somebody new there, so nothing is learned of those who come again.

Each visit is cut at a moment that is drawn by its id, and judged by what was known then. The fifth of the visits that came last is held back. Bins have
about as many visits each. Who always says the mean has a small error of calibration, too: it takes both that and the AUC.`;

const folder = mkdtempSync(path.join(os.tmpdir(), "parley-scoring-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const database = await openDatabase(folder);
const store = createSqliteStore({ database, masterKeys: parseMasterKeys(Buffer.alloc(32, 7).toString("base64")), now: Date.now });
await store.createSite({ id: SITE, name: "Bench", key: "pk_bench", secretHash: "bench" });

const played = await play();
const endsAt = STARTS_AT + DAYS * DAY_MS;
const results = [];
let scoring;
for (const outcome of OUTCOMES) results.push(await learn(outcome));
const live = await measureLive();

const text = [
  `${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores, Node ${process.versions.node}, load ${os.loadavg()[0].toFixed(1)} at the end. ${DAYS} days of the simulator, seed "${options.seed}": ${number(played.visits)} visits, ${number(played.events)} events.`,
  "",
  "| outcome, judged on visits held back | visits | achieved | | AUC | calibration error | Brier | log loss |",
  "|---|--:|--:|---|--:|--:|--:|--:|",
  ...results.flatMap(({ score: { name, evaluation } }) => {
    if (!evaluation) return [];
    const row = (who, quality, error) => `${who} | ${quality.auc.toFixed(3)}${error === undefined ? "" : ` ± ${error.toFixed(3)}`} | ${quality.calibrationError.toFixed(4)} | ${quality.brier.toFixed(4)} | ${quality.logLoss.toFixed(4)} |`;
    return [
      `| ${name} | ${number(evaluation.visits)} | ${number(evaluation.achieved)} | ${row("learned", evaluation, evaluation.aucError)}`,
      `| | | | ${row("the mean, always", evaluation.constant)}`, `| | | | ${row("a guess", evaluation.random)}`,
    ];
  }),
  "",
  "| outcome | | learned from | features | CPU, reading and learning | longest at a stretch, 99 % |",
  "|---|---|--:|--:|--:|--:|",
  ...results.map(({ score: { name, on, reason, learned, model }, cpuMs, longest }) =>
    `| ${name} | ${on ? "on" : `off: \`${reason}\``} | ${number(learned.achieved + learned.others)} visits, ${number(learned.achieved)} with it | ${model?.features.length ?? 0} | ${(cpuMs / 1_000).toFixed(1)} s | ${longest.most.toFixed(0)} ms, ${longest.usual.toFixed(1)} ms |`),
  "",
  `A visit that goes on is judged for these outcomes in ${live.scores.toFixed(1)} µs; to say what is known of it in words takes ${live.features.toFixed(1)} µs (median, a visit of ${live.moments} moments).`,
  "",
  ...results.flatMap(({ score }) => score.model ? [`**${score.name}**, what moves it most: ${heaviest(score.model).map(({ name, weight }) => `${name} (${weight > 0 ? "+" : "−"}${Math.abs(weight).toFixed(2)})`).join(", ")}.`, ""] : []),
].join("\n").trimEnd();
console.log(text);
if (options.out) write(path.resolve(options.out));

const problems = [
  ...results.filter(({ score }) => score.evaluation && score.on && score.evaluation.auc <= 0.55).map(({ score }) => `${score.name} is on and no better than chance.`),
  ...(live.scores > LIVE_LIMIT_US ? [`A visit is judged in ${live.scores.toFixed(1)} µs, the limit is ${LIVE_LIMIT_US} µs.`] : []),
];
for (const problem of problems) console.error(`\n${problem}`);
await store.close();
process.exit(problems.length ? 1 : 0);

function number(value) {
  return value.toLocaleString("en");
}

function heaviest({ features }) {
  const moves = ({ weight, share }) => Math.abs(weight) * Math.sqrt(share * (1 - share));
  return [...features].sort((a, b) => moves(b) - moves(a)).slice(0, 6);
}

/** Each day from a seed of its own, past the door: what a store gets is what the door would have handed it. */
async function play() {
  let group = [];
  let events = 0;
  let visits = 0;
  const flush = async () => {
    await store.append(group);
    group = [];
  };
  for (let i = 0; i < DAYS; i++) {
    const settings = createCentre({ startsAt: STARTS_AT + i * DAY_MS, minutes: 13 * 60, codeShare: 0 });
    for (const delivery of day(`${options.seed} ${i}`, settings)) {
      for (const { data = {}, ...event } of delivery.events) {
        const { customer, ...told } = data;
        group.push({ site: SITE, source: delivery.teller, received: delivery.at, ...(delivery.visitor && { visitor: delivery.visitor }), ...event, data: told, ...(customer && { customer }) });
        events++;
        if (event.type === "session.started") visits++;
      }
      if (group.length >= EVENTS_AT_ONCE) await flush();
    }
  }
  await flush();
  return { events, visits };
}

async function learn(outcome) {
  const problems = [];
  scoring = createScoring({ store, outcomes: async () => [...results.map((result) => result.outcome), outcome], now: () => endsAt, failed: (problem) => problems.push(problem) });
  const stretches = watchLoop();
  const before = process.cpuUsage();
  await scoring.run();
  const { user, system } = process.cpuUsage(before);
  const longest = stretches.end();
  if (problems.length) throw problems[0];
  const { score } = (await store.scores(SITE)).find((stored) => stored.score.outcome === outcome.id);
  return { outcome, score, longest, cpuMs: (user + system) / 1_000 };
}

/** How long the main thread worked between two turns of its loop, in which others are served: its own time where the kernel tells it, as a busy machine makes everything wait. */
function watchLoop() {
  const clock = "/proc/self/schedstat";
  const now = existsSync(clock) ? () => Number(readFileSync(clock, "utf8").split(" ")[0]) / 1e6 : () => performance.now();
  const times = [];
  let last = now();
  let timer = setImmediate(function turn() {
    const at = now();
    times.push(at - last);
    last = at;
    timer = setImmediate(turn);
  });
  return {
    end() {
      clearImmediate(timer);
      times.sort((a, b) => a - b);
      return { most: times.at(-1), usual: times[Math.floor(times.length * 0.99)] };
    },
  };
}

/** The median over visits like those that were learned from. */
async function measureLive() {
  await scoring.stop();
  const asked = createScoring({ store, outcomes: async () => results.map(({ outcome }) => outcome), now: () => endsAt, failed: console.error });
  await asked.start();
  const known = [];
  for await (const { visit, moments, earlier } of store.histories({ site: SITE, since: 0, until: endsAt, limit: 2_000 })) known.push({ visit, earlier, sketch: take(NOTHING, moments), at: visit.lastAt, moments: moments.length });
  const times = { features: [], scores: [] };
  for (let round = 0; round < 5; round++) {
    for (const one of known) {
      const begun = process.hrtime.bigint();
      const features = featuresOf(one);
      const middle = process.hrtime.bigint();
      asked.scoresOf(SITE, features);
      times.scores.push(Number(process.hrtime.bigint() - middle) / 1e3);
      times.features.push(Number(middle - begun) / 1e3);
    }
  }
  await asked.stop();
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return { features: median(times.features), scores: median(times.scores), moments: median(known.map(({ moments }) => moments)) };
}

function write(file) {
  const pictures = results.filter(({ score }) => score.evaluation).map(({ score }) => {
    const picture = `scoring-${score.outcome}.svg`;
    // By itself the picture knows no text around it whose colour it could take.
    const svg = drawCalibration(score.evaluation, score.name).replace("<svg ", '<svg color="#777" ');
    writeFileSync(path.join(path.dirname(file), picture), svg);
    const bins = score.evaluation.bins.map(({ count, foretold, achieved }) => `| ${number(count)} | ${(foretold * 100).toFixed(1)} % | ${(achieved * 100).toFixed(1)} % |`);
    return [`## ${score.name}`, "", `![What was foretold and what became of it: the same figures as in the table](${picture})`, "", "| visits | foretold | achieved |", "|--:|--:|--:|", ...bins].join("\n");
  });
  writeFileSync(file, `# How well outcomes are foretold\n\n\`npm run bench:scoring\`, last result.\n\n${WHAT}\n\n${text}\n\n${pictures.join("\n\n")}\n`);
}
