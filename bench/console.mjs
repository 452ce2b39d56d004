/** How the console bears ten thousand cards and a hundred updates a second, and how soon it has caught up: a built collector, a real Chromium. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

const text = { type: "string" };
const { values: options } = parseArgs({ options: { cards: { ...text, default: "10000" }, rate: { ...text, default: "100" }, seconds: { ...text, default: "20" }, cut: { ...text, default: "60" }, out: text } });
const [CARDS, RATE, SECONDS, CUT_SECONDS] = ["cards", "rate", "seconds", "cut"].map((name) => Number(options[name]));
if (!(CARDS >= 100 && RATE >= 10 && SECONDS > 0 && CUT_SECONDS >= 0)) {
  console.error("Give --cards of at least 100, --rate of at least 10, --seconds above 0 and --cut as a number.");
  process.exit(1);
}
const LONG_MS = 50;
const SCREEN_MS = 100;
const CAUGHT_UP_MS = 2_000;
const TICK_MS = 100;
/** Two that are gathered in one frame are seen as one. */
const SEEN = 0.3;
const QUEUES = ["Sales", "Support", "Billing"];
const START_MS = 20_000;
const WAIT_MS = 120_000;
const EVENTS_PER_BATCH = 100;
const POSTS_AT_ONCE = 8;

const root = path.join(import.meta.dirname, "..");
const { chromium } = createRequire(path.join(root, "e2e/package.json"))("playwright");
const loadBefore = os.loadavg()[0];
const folder = mkdtempSync(path.join(os.tmpdir(), "parley-bench-"));
const [collectorPort, proxyPort] = [await freePort(), await freePort()];
const url = `http://localhost:${proxyPort}`;
const proxy = await startProxy();
/** @type {Awaited<ReturnType<typeof startCollector>> | undefined} */
let collector;
collector = await startCollector();
process.on("exit", () => {
  collector.child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
const direct = `http://localhost:${collectorPort}`;
const { key, secret, ticket } = collector;
await fill();
const executablePath = existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined;
const browser = await chromium.launch({ args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"], ...(executablePath && { executablePath }) });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript(watchPage);
await page.goto(`${url}/console/login?ticket=${ticket}`);
for (const [name, typed] of [["name", "Bench"], ["email", "bench@example.com"], ["password", "correct horse battery staple"]]) await page.locator(`input[name=${name}]`).fill(typed);
const opened = performance.now();
await page.keyboard.press("Enter");
await page.waitForFunction((cards) => [...document.querySelectorAll("h2 .count")].reduce((sum, { textContent }) => sum + Number(textContent), 0) >= cards, CARDS, { timeout: WAIT_MS });
const loadMs = performance.now() - opened;
await pause(1_000);
const protocol = await page.context().newCDPSession(page);
const heapBefore = await heapMb();
await page.evaluate(() => window.bench.begin());

const begun = performance.now();
await update(SECONDS);
const took = (performance.now() - begun) / 1_000;
await pause(1_000);
const { loading, long, longestMs, marks, drawn } = await page.evaluate(() => window.bench.result());
const heapAfter = await heapMb();
const toScreen = marks.map(({ heard, shown }) => shown - heard);
const fromSent = marks.map(({ sent, shownAt }) => shownAt - sent);

const caught = CUT_SECONDS ? [await afterCut(), await afterRestart()] : [];
const loadAfter = os.loadavg()[0];
await browser.close();
collector.child.kill("SIGTERM");
await once(collector.child, "exit");

const lines = [
  `${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores, Node ${process.versions.node}, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after, of which this is a part: collector, browser and sender share the machine. ${CARDS.toLocaleString("en")} cards, then ${Math.round((drawn.sent / took)).toLocaleString("en")} updates a second for ${took.toFixed(0)} s; one in ten of a card that is on screen.`,
  "",
  "| | | wanted |",
  "|---|--:|--:|",
  `| from the login to all cards | ${Math.round(loadMs)} ms | |`,
  `| tasks over ${LONG_MS} ms until then | ${loading} | |`,
  `| cards that are in the page | ${drawn.cards} | |`,
  `| tasks over ${LONG_MS} ms after load | ${long}${long ? `, the longest ${Math.round(longestMs)} ms` : ""} | 0 |`,
  `| from the frame's arrival to the screen, median | ${Math.round(quantile(toScreen, 0.5))} ms | |`,
  `| 95 % within | ${Math.round(quantile(toScreen, 0.95))} ms | |`,
  `| from the sender to the screen, median | ${Math.round(quantile(fromSent, 0.5))} ms | |`,
  `| 95 % within | ${Math.round(quantile(fromSent, 0.95))} ms | ${SCREEN_MS} ms |`,
  `| updates that were measured so | ${marks.length} | |`,
  `| heap of the page, before and after | ${heapBefore} · ${heapAfter} MB | |`,
  ...(caught.length ? [`| caught up, after the stream was cut for ${CUT_SECONDS} s under load | ${caught[0]} ms | ${CAUGHT_UP_MS} ms |`, `| caught up, after the collector was killed and was ready again | ${caught[1]} ms | ${CAUGHT_UP_MS} ms |`] : []),
].join("\n");
console.log(lines);
if (options.out) writeFileSync(path.resolve(options.out), `# How the console bears many cards\n\n\`npm run bench:console\`, last result. A frame gathers what changes for 40 ms before it is sent; a card that the last one told of waits for the one after.\n\n${lines}\n`);

const problems = [
  ...(long ? [`The page was held ${long} times for more than ${LONG_MS} ms.`] : []),
  ...(quantile(fromSent, 0.95) > SCREEN_MS ? [`One update in twenty took longer than ${SCREEN_MS} ms from its sender to the screen.`] : []),
  ...(marks.length < SECONDS * (1_000 / TICK_MS) * SEEN ? [`Only ${marks.length} updates of cards on screen were seen.`] : []),
  ...caught.filter((ms) => ms > CAUGHT_UP_MS).map((ms) => `It took ${ms} ms to catch up.`),
];
for (const problem of problems) console.error(`\n${problem}`);
process.exit(problems.length ? 1 : 0);

/** Runs in the page: notes when frames arrive, when what they say stands in the page, and what holds it. */
function watchPage() {
  const heard = new Map();
  const found = new Map();
  let loading = 0;
  let long = 0;
  let longestMs = 0;
  let begun = false;
  const marksOf = (data) => data.match(/mark-\d+-\d+/g) ?? [];
  const Source = window.EventSource;
  window.EventSource = class extends Source {
    constructor(...given) {
      super(...given);
      this.addEventListener("cards", ({ data }) => {
        const at = performance.now();
        for (const mark of marksOf(data)) heard.set(mark, at);
      });
    }
  };
  const look = () => {
    for (const { textContent } of document.querySelectorAll(".card-title")) {
      const [mark] = marksOf(textContent);
      if (!mark || found.has(mark)) continue;
      found.set(mark, undefined);
      // In the picture that is drawn next.
      requestAnimationFrame(() => found.set(mark, { shown: performance.now(), shownAt: Date.now() }));
    }
  };
  new MutationObserver(() => begun && look()).observe(document, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      if (!begun) {
        loading++;
        continue;
      }
      long++;
      longestMs = Math.max(longestMs, duration);
    }
  }).observe({ type: "longtask" });
  window.bench = {
    begin: () => void (begun = true),
    result: () => ({
      loading,
      long,
      longestMs,
      marks: [...found].filter(([mark, seen]) => seen && heard.has(mark)).map(([mark, seen]) => ({ ...seen, heard: heard.get(mark), sent: Number(mark.split("-")[2]) })),
      drawn: { cards: document.querySelectorAll(".card").length, sent: window.bench.sent },
    }),
  };
}

/** Half visits, half conversations; of these a tenth wait, a tenth are with an agent, the rest is over. */
async function fill() {
  const half = Math.floor(CARDS / 2);
  const talks = Array.from({ length: half }, (_, i) => {
    const data = { conversation: `t${i}`, channel: i % 3 ? "chat" : "call", ...(i % 3 === 0 && { direction: "inbound" }) };
    return [
      event("conversation.routed", { ...data, queue: QUEUES[i % 3] }),
      ...(i % 10 === 0 ? [] : [event("conversation.connected", { ...data, agent: `Agent ${i % 40}` })]),
      ...(i % 10 < 2 ? [] : [event("conversation.ended", { ...data, by: "agent" }), event("conversation.wrapped_up", { ...data, code: "Resolved" })]),
    ];
  }).flat();
  const batches = Array.from({ length: Math.ceil(talks.length / EVENTS_PER_BATCH) }, (_, i) => talks.slice(i * EVENTS_PER_BATCH, (i + 1) * EVENTS_PER_BATCH));
  const posts = [...batches.map((events) => () => tell(events)), ...Array.from({ length: CARDS - half }, (_, i) => () => visit(i, `Page ${i}`))];
  const work = async () => {
    for (let post = posts.pop(); post; post = posts.pop()) await post();
  };
  await Promise.all(Array.from({ length: POSTS_AT_ONCE }, work));
}

function event(type, data, told = {}) {
  return { id: `e${++made}`, type, at: Date.now(), data, ...told };
}

async function send(headers, body) {
  const answer = await fetch(`${direct}/v1/events`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ v: 1, batch: `b${made}`, sentAt: Date.now(), ...body }) });
  const { rejected } = await answer.json();
  if (!answer.ok || rejected?.length) throw new Error(`Not taken: ${answer.status} ${JSON.stringify(rejected)}`);
}

function tell(events) {
  return send({ authorization: `Bearer ${secret}` }, { events });
}

/** A page that a visitor sees. */
function visit(i, title) {
  return send({ origin: "http://localhost:3000" }, { key, visitor: `v${i}`, events: [event("page.viewed", { title }, { session: `w${i}`, url: "http://localhost:3000/page" })] });
}

/** Of each tick's updates one is of the visit at the top of its list, with a mark for its title; some cards are new. */
async function update(seconds, failed = (problem) => { throw problem; }) {
  const perTick = Math.round((RATE * TICK_MS) / 1_000);
  const from = performance.now();
  let sent = 0;
  let top = `n${Date.now()}`;
  let last = "";
  for (let tick = 0; tick < (seconds * 1_000) / TICK_MS; tick++) {
    await pause(Math.max(0, from + tick * TICK_MS - performance.now()));
    // A new one every two seconds, and it is on top then.
    if (tick % 20 === 0) top = `n${Date.now()}`;
    last = `mark-${made}-${Date.now()}`;
    const talks = Array.from({ length: Math.floor(perTick / 2) }, () => Math.floor((Math.random() * CARDS) / 2));
    const visits = Array.from({ length: perTick - talks.length - 1 }, () => Math.floor((Math.random() * CARDS) / 2));
    await Promise.all([
      visit(top, last),
      tell(talks.map((i) => event(Math.random() < 0.5 ? "conversation.routed" : "conversation.message_received", { conversation: `t${i}`, ...(Math.random() < 0.1 && { queue: QUEUES[i % 3] }) }))),
      ...visits.map((i) => visit(i, `Page ${made}`)),
    ]).catch(failed);
    sent += perTick;
  }
  await page.evaluate((count) => void (window.bench.sent = count), sent);
  return last;
}

/** How long it takes from now until the page shows what was said last, and says that it is live. */
async function caughtUp(last) {
  const from = performance.now();
  await page.waitForFunction((mark) => document.querySelector("[data-live=live]") && [...document.querySelectorAll(".card-title")].some(({ textContent }) => textContent === mark), last, { timeout: WAIT_MS, polling: "raf" });
  return Math.round(performance.now() - from);
}

async function afterCut() {
  proxy.cut();
  const last = await update(CUT_SECONDS);
  proxy.heal();
  return caughtUp(last);
}

async function afterRestart() {
  const last = await update(1);
  collector.child.kill("SIGKILL");
  await once(collector.child, "exit");
  collector = await startCollector();
  const since = performance.now();
  // What is said after the restart must be shown as well.
  const again = await update(0.1);
  return Math.round(performance.now() - since) + (await caughtUp(again || last));
}

async function heapMb() {
  await protocol.send("HeapProfiler.collectGarbage");
  const { usedSize } = await protocol.send("Runtime.getHeapUsage");
  return Math.round(usedSize / 1e6);
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** A line to the collector that can be cut. */
async function startProxy() {
  const sockets = new Set();
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) return client.resetAndDestroy();
    const upstream = connect(collectorPort, "localhost");
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      sockets.add(one);
      one.on("error", () => other.destroy()).on("close", () => (sockets.delete(one), other.destroy())).pipe(other);
    }
  }).listen(proxyPort, "localhost");
  server.unref();
  await once(server, "listening");
  return {
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    heal: () => void (isCut = false),
  };
}

async function startCollector() {
  const child = spawn(process.execPath, [path.join(root, "build/collector.mjs")], { env: { ...process.env, PORT: String(collectorPort), PE_DATA: folder, PE_URL: url, PE_ORIGINS: "http://localhost:3000" }, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (part) => (printed += part));
  const end = Date.now() + START_MS;
  while (!(await fetch(`http://localhost:${collectorPort}/readyz`).catch(() => undefined))?.ok) {
    if (Date.now() > end || child.exitCode !== null) throw new Error(`The collector did not start:\n${printed}`);
    await pause(20);
  }
  // What it prints comes a little after that; only the first start prints keys.
  const isFirst = !collector;
  while (isFirst && !/Secret key\s+sk_/.test(printed)) await pause(20);
  const [key, secret, ticket] = [/pk_[\w-]+/, /sk_[\w-]+/, /(?<=ticket=)[\w-]+/].map((pattern) => pattern.exec(printed)?.[0]);
  return { child, key, secret, ticket };
}
