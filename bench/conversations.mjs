/** How long events of conversations take from the collector's door to a console: a stream of simulated ones, a built collector on one core, one console. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: { rate: { type: "string", default: "1000" }, seconds: { type: "string", default: "60" }, out: { type: "string" } } });
const RATE = Number(options.rate);
const SECONDS = Number(options.seconds);
if (!(RATE > 0 && SECONDS > 0)) {
  console.error("Give --rate and --seconds as numbers above 0.");
  process.exit(1);
}
const LIMIT_MS = 250;
/** What others may use of a core before figures say more of them than of the collector. */
const BUSY = 0.1;
/** Of the rate; what is missing is how long the last batch takes. */
const KEPT_UP = 0.98;
/** Before anything is measured, as fast as it goes: conversations that are open already, and code that is compiled. */
const WARM_UP_EVENTS = 20_000;
/** Of the contact centre whose conversations these are: some thousand are open at once. */
const CONVERSATIONS_PER_HOUR = 12_000;
const EVENTS_PER_CONVERSATION = 8;
const START_MS = 10_000;
/** Kernels count the time of processes in hundredths of a second. */
const TICK_SECONDS = 0.01;

const root = path.join(import.meta.dirname, "..");
const built = (name) => import(path.join(root, `build/simulator/${name}.mjs`));
const [{ createCentre }, { day }, { createLine }, { play }] = await Promise.all(["centre", "day", "line", "play"].map(built));

const loadBefore = os.loadavg()[0];
const collector = await startCollector();
process.on("exit", () => {
  collector.child.kill("SIGKILL");
  rmSync(collector.folder, { recursive: true, force: true });
});
const frames = await openConsole();
const trace = conversations();
await send(take(WARM_UP_EVENTS), "max");

const events = take(RATE * SECONDS);
const before = await look();
const begun = performance.now();
const played = await send(events, RATE);
const took = (performance.now() - begun) / 1_000;
// Frames gather for 40 ms, and a card that one told of waits for the one after the next.
await new Promise((resolve) => setTimeout(resolve, 500));
const after = await look();

const stored = after.stored - before.stored;
const cpu = after.cpuSeconds - before.cpuSeconds;
const waited = after.waitedSeconds - before.waitedSeconds;
const times = after.buckets.map(([bound, count], i) => [bound, count - before.buckets[i][1]]);
const fed = times.at(-1)[1];
const [median, most] = [quantile(times, 0.5), quantile(times, 0.99)];
const loadAfter = os.loadavg()[0];
const others = Math.max(0, after.machineSeconds - before.machineSeconds - cpu - (after.ownSeconds - before.ownSeconds));
const isBusy = others / took > BUSY;
const reached = stored / took;

const text = [
  `${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores, Node ${process.versions.node}, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after, of which this is a part; others used ${((others / took) * 100).toFixed(0)} % of a core. The collector ${collector.isPinned ? "on core 0 alone" : "on all cores, as there is no taskset"}, one console. ${RATE.toLocaleString("en")} events a second for ${SECONDS} s, of a contact centre with ${CONVERSATIONS_PER_HOUR.toLocaleString("en")} conversations an hour, told faster; ${WARM_UP_EVENTS.toLocaleString("en")} events before.`,
  ...(isBusy ? ["", `**The machine was busy with other work**, so that the collector had to wait ${waited.toFixed(1)} s for its core. These figures say what it does then, and not what it can do.`] : []),
  "",
  "| | |",
  "|---|--:|",
  `| events stored a second | ${Math.round(reached).toLocaleString("en")} |`,
  `| from arrival to the console's frame, median | ${ms(median)} |`,
  `| 99 % within | ${ms(most)} |`,
  `| events that were measured so | ${fed.toLocaleString("en")} |`,
  `| frames, and their size | ${frames.count - before.frames} · ${Math.round((frames.bytes - before.bytes) / Math.max(1, frames.count - before.frames) / 1_000)} kB |`,
  `| CPU of the collector | ${((cpu / took) * 100).toFixed(0)} % of a core, ${((cpu / stored) * 1e6).toFixed(0)} µs an event |`,
  `| waited for its core | ${((waited / took) * 100).toFixed(0)} % of the time |`,
  `| resident memory | ${after.residentMb} MB |`,
  `| late at the end | ${Math.round(played.lateMs)} ms |`,
  `| batches | ${played.batches.toLocaleString("en")} |`,
].join("\n");
console.log(text);
if (options.out) writeFileSync(path.resolve(options.out), `# How long events take to a console\n\n\`npm run bench:conversations\`, last result. Limits: 99 % within ${LIMIT_MS} ms; a frame gathers what changes for 40 ms.\n\n${text}\n`);

const problems = [
  ...(fed < stored * KEPT_UP ? [`Only ${fed} of ${stored} events came to the console.`] : []),
  ...(reached < RATE * KEPT_UP ? [`The collector did not keep up: ${Math.round(reached)} events a second of ${RATE}.`] : []),
  ...(most >= LIMIT_MS ? [`Over the limit of ${LIMIT_MS} ms.`] : []),
];
for (const problem of problems) console.error(`\n${problem}`);
collector.child.kill("SIGTERM");
await once(collector.child, "exit");
process.exit(problems.length ? 1 : 0);

function ms(value) {
  return Number.isFinite(value) ? `${Math.round(value * 1_000)} ms` : "more than the histogram tells";
}

/** What is told of conversations, batch by batch, for as long as it is asked for. */
function* conversations() {
  const minutes = Math.ceil(((WARM_UP_EVENTS + RATE * SECONDS) / EVENTS_PER_CONVERSATION / CONVERSATIONS_PER_HOUR) * 60) + 10;
  const settings = createCentre({ startsAt: Date.now(), minutes, fromMinute: 12 * 60, conversationsPerHour: CONVERSATIONS_PER_HOUR, visitsPerConversation: 0, codeShare: 0 });
  for (const delivery of day("bench", settings)) {
    const events = delivery.events.filter(({ type }) => type.startsWith("conversation."));
    if (events.length) yield { ...delivery, events };
  }
}

/** The next so many events. */
function take(count) {
  const taken = [];
  for (let events = 0; events < count; ) {
    const { value, done } = trace.next();
    if (done) throw new Error("The simulated day was too short.");
    taken.push(value);
    events += value.events.length;
  }
  return taken;
}

/** Sends them one after the other at an even rate, whatever their own times were; what happens happens as it is told. */
async function send(deliveries, rate) {
  const startsAt = Date.now();
  let sent = 0;
  const timed = deliveries.map((delivery) => {
    const at = rate === "max" ? startsAt : startsAt + (sent / rate) * 1_000;
    sent += delivery.events.length;
    return { ...delivery, at, events: delivery.events.map((event) => ({ ...event, at })) };
  });
  const { signal } = new AbortController();
  const line = createLine({ ...collector, origin: "http://localhost:3000", now: Date.now, signal });
  const result = await play({ deliveries: timed, speed: rate === "max" ? "max" : 1, startsAt, send: line, now: Date.now, signal });
  const refused = Object.entries(result.rejected).map(([reason, count]) => `${count} × ${reason}`);
  if (result.end !== "over" || refused.length) throw new Error(`Not everything was taken: ${JSON.stringify(result.end)} ${refused.join()}`);
  return result;
}

/** What the collector and the kernel say at this moment. */
async function look() {
  const text = await (await fetch(`${collector.url}/metrics`)).text();
  const sum = (pattern) => [...text.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);
  const { pid } = collector.child;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  const [, waitedNs] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
  // Of all that runs: user, nice, system; then idle and waiting for disks, which is no work; then interrupts.
  const [user, nice, system, , , ...interrupts] = /^cpu +(.*)$/m.exec(readFileSync("/proc/stat", "utf8"))[1].split(" ").map(Number);
  const machine = [user, nice, system, ...interrupts.slice(0, 2)];
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return {
    stored: sum(/^parley_events_total\S* (\d+)$/gm),
    buckets: [...text.matchAll(/^parley_feed_seconds_bucket\{le="(\S+)"\} (\d+)$/gm)].map(([, bound, count]) => [bound === "+Inf" ? Infinity : Number(bound), Number(count)]),
    // User and system time: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) * TICK_SECONDS,
    waitedSeconds: Number(waitedNs) / 1e9,
    machineSeconds: machine.reduce((sum, ticks) => sum + ticks, 0) * TICK_SECONDS,
    ownSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
    residentMb: Math.round(Number(kb) / 1_000),
    frames: frames.count,
    bytes: frames.bytes,
  };
}

/** The time within which such a share of all lies, as far as buckets tell: within one, evenly spread. */
function quantile(buckets, share) {
  const wanted = buckets.at(-1)[1] * share;
  const i = buckets.findIndex(([, count]) => count >= wanted);
  const [bound, count] = buckets[i];
  const [lower, below] = i > 0 ? buckets[i - 1] : [0, 0];
  return lower + (bound - lower) * ((wanted - below) / Math.max(1, count - below));
}

/** Logs in as an agent and reads the stream as a console does. */
async function openConsole() {
  const body = new URLSearchParams({ ticket: collector.ticket, name: "Bench", email: "bench@example.com", password: "correct horse battery staple" });
  const login = await fetch(`${collector.url}/console/login`, { method: "POST", body, redirect: "manual", headers: { origin: collector.url, "sec-fetch-site": "same-origin" } });
  const cookie = login.headers.get("set-cookie")?.split(";")[0];
  if (!cookie) throw new Error(`The login failed: ${login.status}`);
  const stream = await fetch(`${collector.url}/v1/stream`, { headers: { cookie } });
  const seen = { count: 0, bytes: 0 };
  const read = async () => {
    for await (const part of stream.body) {
      seen.bytes += part.length;
      seen.count += Buffer.from(part).toString("latin1").split("event: cards").length - 1;
    }
  };
  read().catch(() => {});
  return seen;
}

async function startCollector() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  const folder = mkdtempSync(path.join(os.tmpdir(), "parley-bench-"));
  const isPinned = spawnSync("taskset", ["-c", "0", "true"]).status === 0;
  const program = [process.execPath, path.join(root, "build/collector.mjs")];
  const [command, ...args] = isPinned ? ["taskset", "-c", "0", ...program] : program;
  const url = `http://localhost:${port}`;
  const child = spawn(command, args, { env: { ...process.env, PORT: String(port), PE_DATA: folder, PE_URL: url }, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (text) => (printed += text));
  const end = Date.now() + START_MS;
  while (!/Secret key\s+sk_/.test(printed)) {
    if (Date.now() > end || child.exitCode !== null) throw new Error(`The collector did not start:\n${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const [key, secret, ticket] = [/pk_[\w-]+/, /sk_[\w-]+/, /(?<=ticket=)[\w-]+/].map((pattern) => pattern.exec(printed)?.[0]);
  return { child, folder, isPinned, url, key, secret, ticket };
}
