/** `npm run imports:large`: imports a million made-up contacts into a collector of its own, while events come in; `-- --rows 50000` for fewer. */
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { checkNode, install } from "./install.mjs";
import { must, root } from "./run.mjs";

/** One row in so many says something that cannot be taken. */
const BAD_EVERY = 1_000;
const EVENT_MS = 100;
const LOOK_MS = 250;

checkNode();
const words = process.argv.slice(2);
const rows = words[0] === "--rows" ? Number(words[1]) : words.length ? NaN : 1_000_000;
if (!Number.isSafeInteger(rows) || rows < 1) {
  console.error("Usage: npm run imports:large -- --rows 1000000");
  process.exit(1);
}
install(".", { dev: false });
must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: "server" }, quiet: true });

const folder = mkdtempSync(path.join(tmpdir(), "parley-imports-"));
const file = path.join(folder, "contacts.csv");
const collector = await startCollector();
process.on("exit", () => {
  collector.child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

await pipeline(Readable.from(csv(rows)), createWriteStream(file));
const { size } = statSync(file);
console.log(`${rows.toLocaleString("en")} rows, ${(size / 1e6).toFixed(0)} MB`);
for (const name of ["First", "Again"]) await measure(name);
collector.child.kill("SIGTERM");
await once(collector.child, "exit");
process.exit(0);

/** Imports the file once, and says what that took. */
async function measure(name) {
  const before = residentMb();
  const headers = { authorization: `Bearer ${collector.secret}`, "content-type": "text/csv" };
  const begun = performance.now();
  const sent = await fetch(`${collector.url}/v1/imports?region=GB`, { method: "POST", headers, body: Readable.toWeb(createReadStream(file)), duplex: "half" });
  const { id } = await sent.json();
  if (sent.status !== 202) throw new Error(`The collector answered ${sent.status}`);
  const arrived = performance.now();

  let isOver = false;
  const events = sendEvents(() => isOver);
  let told;
  let peak = residentMb();
  do {
    await pause(LOOK_MS);
    told = await (await fetch(`${collector.url}/v1/imports/${id}`, { headers })).json();
    peak = Math.max(peak, residentMb());
    if (process.stdout.isTTY) process.stdout.write(`\r${name}: ${Math.floor((told.readBytes / told.totalBytes) * 100)} %  `);
  } while (told.state === "running");
  const took = (performance.now() - arrived) / 1_000;
  isOver = true;
  const latencies = (await events).sort((a, b) => a - b);
  const at = (part) => `${Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0)} ms`;
  const { state, created, updated, unchanged, bad, reason = "" } = told;
  console.log(`\r${name}: ${state}${reason && ` (${reason})`}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${bad} bad`);
  console.log(`  sent in ${((arrived - begun) / 1_000).toFixed(1)} s, read in ${took.toFixed(1)} s: ${Math.round(rows / took).toLocaleString("en")} rows/s`);
  console.log(`  resident memory ${before} MB before, ${peak} MB at most`);
  console.log(`  meanwhile ${latencies.length} events were answered: median ${at(0.5)}, 99 % within ${at(0.99)}, slowest ${at(1)}`);
  if (state !== "done" || created + updated + unchanged + bad !== rows) process.exitCode = 1;
}

/** Sends an event again and again, and tells how long each answer took. */
async function sendEvents(isOver) {
  const latencies = [];
  for (let i = 0; !isOver(); i++) {
    const begun = performance.now();
    const event = { id: `e${begun}-${i}`, type: "order_completed", at: Date.now() };
    const body = JSON.stringify({ v: 1, key: collector.key, batch: `b${begun}`, sentAt: Date.now(), visitor: "v1", events: [event] });
    const answer = await fetch(`${collector.url}/v1/events`, { method: "POST", body, headers: { authorization: `Bearer ${collector.secret}` } });
    if (answer.status !== 202) throw new Error(`An event was answered with ${answer.status}`);
    await answer.text();
    latencies.push(performance.now() - begun);
    await pause(EVENT_MS);
  }
  return latencies;
}

function* csv(count) {
  yield "external_id,email,phone,first name,last name,company,loyalty level,note\n";
  for (let i = 0; i < count; i++) {
    const email = i % BAD_EVERY === BAD_EVERY - 1 ? "nobody" : `person.${i}@example${i % 97}.com`;
    // British mobile numbers, in national form.
    yield `c-${i},${email},07${400_000_000 + (i % 99_000_000)},Given${i % 1_000},Family${i % 5_000},"Company ${i % 300}, Ltd",gold,"Line one of ${i}\nand a ""second"" one"\n`;
  }
}

function residentMb() {
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${collector.child.pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kb) / 1_000);
}

async function startCollector() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  const env = { ...process.env, PORT: String(port), PE_DATA: path.join(folder, "data") };
  const child = spawn(process.execPath, [path.join(root, "build/collector.mjs")], { env, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (text) => (printed += text));
  const end = Date.now() + 10_000;
  while (!/Secret key\s+sk_/.test(printed)) {
    if (Date.now() > end || child.exitCode !== null) throw new Error(`The collector did not start:\n${printed}`);
    await pause(50);
  }
  return { child, url: `http://127.0.0.1:${port}`, key: /pk_[\w-]+/.exec(printed)?.[0], secret: /sk_[\w-]+/.exec(printed)?.[0] };
}
