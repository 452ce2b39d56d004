/** `npm run simulate`: plays days of a contact centre against a collector that runs. `--help` tells the options. */
import { setMaxListeners } from "node:events";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { checkNode, install } from "./install.mjs";
import { createMeter } from "./meter.mjs";
import { must, root } from "./run.mjs";

const HELP = `npm run simulate -- [options]

  --url URL        the collector (http://localhost:8787)
  --secret KEY     the site's secret key; better in the environment, as PE_SECRET
  --key KEY        the site's public key; without it the collector is asked
  --origin URL     the website that the visits are to, one that may send (http://localhost:3000)
  --seed TEXT      the same seed and options play the same day (by chance)
  --speed N        so many times faster than real time, or max: as fast as the collector takes it (60)
  --minutes N      minutes of the contact centre's day (780: all of it)
  --from HH:MM     when in its day it begins; it opens at 8:00 and closes at 20:00 (08:00)
  --rate N         conversations in an hour of middling traffic; as many agents come to work as that needs (60)
  --contacts N     imports the people of the day first; without it callers and visitors have no names
  --no-build       plays with the simulator as built
  --help           this text

Times: at speed 1 things happen when they are told. Faster, the day is shorter by so much: a call of five minutes takes five
seconds at speed 60. With max everything keeps its length, and the day is one that ends now. Nothing lies in the future.
Ctrl-C ends the play; what is under way is waited for. Press it twice to leave at once.`;

const OPTIONS = {
  url: { type: "string", default: "http://localhost:8787" },
  secret: { type: "string" },
  key: { type: "string" },
  origin: { type: "string", default: "http://localhost:3000" },
  seed: { type: "string", default: Math.random().toString(36).slice(2, 8) },
  speed: { type: "string", default: "60" },
  minutes: { type: "string", default: "780" },
  from: { type: "string", default: "08:00" },
  rate: { type: "string", default: "60" },
  contacts: { type: "string", default: "0" },
  "no-build": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
};
/** Without contacts of their own the people of the day are so many. */
const PEOPLE = 500;
const LOOK_MS = 200;
const ANSWER_MS = 10_000;

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const options = readOptions();
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const secret = options.secret ?? process.env.PE_SECRET;
if (!secret) fail("The site's secret key is missing: set PE_SECRET=sk_…, or give --secret sk_…. The collector printed it at its first start.");
const url = options.url.replace(/\/+$/, "");

checkNode();
install(".", { dev: false });
if (!options["no-build"]) must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: "simulator" }, quiet: true });
const built = async (name) => import(pathToFileURL(path.join(root, `build/simulator/${name}.mjs`)).href);
const [{ createCentre }, { day }, { createLine, reasonOf }, { contactsCsv }, { play }] = await Promise.all(["centre", "day", "line", "people", "play"].map(built));

const leaving = new AbortController();
// Dozens of requests listen to it, each until it is through.
setMaxListeners(0, leaving.signal);
const meter = createMeter(process.stdout);
process.on("SIGINT", () => {
  if (leaving.signal.aborted) process.exit(130);
  leaving.abort();
});
process.on("SIGTERM", () => leaving.abort());

const key = options.key ?? (await discoverKey());
await checkSecret();
if (options.contacts > 0) await importContacts();

const lengthMs = options.minutes * 60_000;
const startsAt = options.speed === "max" ? Date.now() - lengthMs : Date.now();
const settings = createCentre({
  startsAt, minutes: options.minutes, fromMinute: options.from, conversationsPerHour: options.rate, people: options.contacts || PEOPLE, origin: options.origin,
  // A visit of hours ago has no code any more that anybody could read out.
  ...(options.speed === "max" && { codeShare: 0 }),
});
console.log(`Seed ${options.seed}: ${settings.agents.length} agents, ${settings.queues.map(({ name }) => name).join(", ")}; ${clock(startsAt)} to ${clock(startsAt + lengthMs)}, speed ${options.speed}.`);
let retries = 0;
let lastFailure = "";
const failed = (reason) => {
  retries++;
  lastFailure = reason;
};
const send = createLine({ url, key, secret, origin: options.origin, now: Date.now, signal: leaving.signal, failed });
let latest;
const drawing = setInterval(() => latest && meter.draw(line(latest)), LOOK_MS);
const played = await play({
  deliveries: day(options.seed, settings), speed: options.speed, startsAt, send, now: Date.now, signal: leaving.signal,
  progressed: (progress) => (latest = progress),
});
clearInterval(drawing);
meter.end(line(played));
const rejected = Object.entries(played.rejected);
if (rejected.length) console.error(`Not taken: ${rejected.map(([reason, count]) => `${count} × ${reason}`).join(", ")}`);
if (typeof played.end === "object") fail(`The collector refuses: ${played.end.refusal}${/origin_not_allowed/.test(played.end.refusal) ? ` Or give one that may as --origin.` : ""}`);
process.exit(played.end === "stopped" ? 130 : rejected.length ? 1 : 0);

/** What is going on, in one line. */
function line({ at, events, batches, duplicates, waiting, connected, ended, rejected, lateMs }) {
  const seconds = (Date.now() - meter.begunAt) / 1_000;
  const errors = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  const more = [
    ...(duplicates ? [`${duplicates} known already`] : []),
    ...(lateMs > 1_000 ? [`${Math.round(lateMs / 1_000)} s late`] : []),
    ...(retries ? [`${retries} retries, the last: ${lastFailure}`] : []),
  ];
  return [
    clock(at), `${Math.round(events / Math.max(seconds, 0.001))} events/s`, `${events} in ${batches} batches`,
    `${waiting} waiting`, `${connected} connected`, `${ended} ended`, `${errors} errors`, ...more,
  ].join(" · ");
}

/** The day's own clock. */
function clock(at) {
  const minute = Math.floor(options.from + (at - startsAt) / 60_000) % 1_440;
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

async function ask(address, init) {
  return fetch(`${url}${address}`, { ...init, signal: AbortSignal.timeout(ANSWER_MS) }).catch((problem) =>
    fail(`There is no collector at ${url} (${reasonOf(problem)}). Start one with npm start, or give its address as --url.`));
}

/** The tag that the collector prints for pages has it. */
async function discoverKey() {
  const response = await ask("/snippet");
  const [found] = /pk_[\w-]+/.exec(response.ok ? await response.text() : "") ?? [];
  return found ?? fail(`${url} answers, but does not tell its public key: is it a Parley collector? Give the key as --key pk_….`);
}

async function checkSecret() {
  const body = JSON.stringify({ v: 1, key, batch: "check", sentAt: Date.now(), events: [] });
  const response = await ask("/v1/events", { method: "POST", body, headers: { authorization: `Bearer ${secret}` } });
  if (response.status === 202) return;
  const { error = "", message = "" } = await response.json().catch(() => ({}));
  const advice = error === "unknown_key" ? "The public key is not of this site: leave out --key, and the collector is asked." : "Look up the secret key that the collector printed at its first start, and set PE_SECRET to it.";
  fail(`The collector at ${url} answers ${response.status}: ${message}${response.status === 401 ? ` ${advice}` : ""}`);
}

async function importContacts() {
  const headers = { authorization: `Bearer ${secret}` };
  const sent = await ask("/v1/imports", { method: "POST", headers: { ...headers, "content-type": "text/csv" }, body: contactsCsv(options.contacts) });
  if (sent.status !== 202) fail(`The contacts were not imported: ${sent.status} ${(await sent.json().catch(() => ({}))).message ?? ""}`);
  const { id } = await sent.json();
  for (;;) {
    const told = await (await ask(`/v1/imports/${id}`, { headers })).json();
    if (told.state !== "running") {
      const { state, created, updated, unchanged, bad, reason = "" } = told;
      meter.end(`Contacts: ${created} created, ${updated} updated, ${unchanged} as they were, ${bad} bad`);
      if (state !== "done") fail(`The import of contacts failed: ${reason}`);
      return;
    }
    meter.draw(`Contacts: ${Math.floor((told.readBytes / told.totalBytes) * 100)} %`);
    if (leaving.signal.aborted) process.exit(130);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Stops with a sentence on whatever is wrong with them. */
function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({ options: OPTIONS }));
  } catch (problem) {
    fail(`${problem.message}\n\n${HELP}`);
  }
  const number = (name, least) => {
    const value = Number(values[name]);
    return Number.isFinite(value) && value >= least ? value : fail(`--${name} is "${values[name]}": give a number from ${least} on.`);
  };
  const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(values.from) ?? fail(`--from is "${values.from}": give a time such as 09:30.`);
  return {
    ...values,
    from: Number(hour) * 60 + Number(minute),
    speed: values.speed === "max" ? "max" : number("speed", 0.01),
    minutes: number("minutes", 1),
    rate: number("rate", 1),
    contacts: Math.floor(number("contacts", 0)),
  };
}
