/** The bench, put together: reads what is asked, measures, and writes the results. Started by setup/bench.mjs. */
import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { EVENTS } from "./measure/cases.mjs";
import { measureCpu } from "./measure/cpu.mjs";
import { measureDurability } from "./measure/durability.mjs";
import { measureSize } from "./measure/size.mjs";
import { measureWire } from "./measure/wire.mjs";
import { readOptions } from "./options.mjs";
import { peers as everybody } from "./peers/peer.mjs";
import { drawCpu, drawDurability } from "./report/charts.mjs";
import { writeReport } from "./report/report.mjs";
import { launchChromium } from "./stage/chromium.mjs";
import { startCollector } from "./stage/collector.mjs";
import { launchBrowser } from "./stage/flags.mjs";
import { readScripts, versionOf } from "./stage/scripts.mjs";
import { startSite } from "./stage/site.mjs";

/**
 * @typedef {object} Stage what every measurement needs
 * @property {import("./peers/peer.mjs").Peer[]} peers
 * @property {Map<string, Map<string, Buffer>>} scripts
 * @property {Awaited<ReturnType<typeof startSite>>} site
 * @property {Awaited<ReturnType<typeof startCollector>>} collector
 * @property {Awaited<ReturnType<typeof launchChromium>>} chromium
 * @property {(said: string) => void} progress
 * @property {{ cpu: number, durability: number }} repeats
 * @property {number} jobs
 */

const folder = path.dirname(fileURLToPath(import.meta.url));
const options = readOptions(process.argv.slice(2));
if ("say" in options) {
  (options.code ? console.error : console.log)(options.say);
  process.exit(options.code);
}

const begun = Date.now();
const clock = () => `${String(Math.floor((Date.now() - begun) / 60_000)).padStart(2)}:${String(Math.floor((Date.now() - begun) / 1_000) % 60).padStart(2, "0")}`;
const progress = (/** @type {string} */ said) => console.log(`${clock()}  ${said}`);

const root = options.parley ?? path.join(folder, "..");
const chosen = everybody.filter(({ id }) => options.sdk.includes(id));
const scripts = await readScripts(chosen, root);
const site = await startSite(chosen, scripts);
const collector = await startCollector(path.join(root, "build/collector.mjs"), site.origin);
const browser = await launchBrowser(options.browser);
const chromium = await launchChromium();
const stage = { scripts, site, collector, chromium, progress, repeats: options.repeats, jobs: options.jobs };
const end = () => Promise.allSettled([chromium.stop(), browser.close(), collector.stop(), site.stop()]);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void end().then(() => process.exit(130)));

/** Whose set-up does not work, and why. */
const broken = new Map();
/** Who takes part in a section. */
const taking = (/** @type {string} */ section) => chosen.filter(({ id, only }) => (only?.includes(section) ?? true) && !broken.has(id));

try {
  progress(`Control: does everybody deliver ${EVENTS} of ${EVENTS} when nothing goes wrong?`);
  const control = await measureDurability({ ...stage, peers: chosen, browser, cases: ["steady"], times: 1 });
  for (const [id, { steady: [outcome] }] of Object.entries(control)) {
    if (outcome.before === EVENTS && !outcome.puzzles.length) continue;
    broken.set(id, `${outcome.before} of ${EVENTS} arrived${outcome.puzzles.length ? `; not understood: ${outcome.puzzles[0]}` : ""}`);
    progress(`${id}: its set-up is broken (${broken.get(id)}). Its figures are no results, so it is left out.`);
  }

  /** @type {{ [name: string]: unknown }} */
  const results = {
    date: new Date().toISOString(),
    machine: { processor: os.cpus()[0]?.model ?? "unknown", cores: os.cpus().length, memory: Math.round(os.totalmem() / 2 ** 30), system: `${os.type()} ${os.release()}`, load: os.loadavg() },
    node: process.version,
    browsers: { cpu: `Chromium ${chromium.version}`, durability: `${options.browser === "firefox" ? "Firefox" : "Chromium"} ${browser.version()}` },
    peers: chosen.map(({ id, title, package: name, script, queue, settings }) => ({ id, title, package: name, version: name && versionOf(name), script: script.file ?? script.bundle, isBundled: Boolean(script.bundle), queue, settings })),
    repeats: options.repeats,
    broken: Object.fromEntries(broken),
    control,
  };
  /** @type {{ [section: string]: () => unknown }} */
  const measurements = {
    size: () => measureSize({ peers: taking("size"), scripts }),
    wire: () => measureWire({ ...stage, peers: taking("wire") }),
    cpu: () => measureCpu({ ...stage, peers: taking("cpu") }),
    durability: () => measureDurability({ ...stage, peers: taking("durability"), browser, cases: options.cases, times: options.repeats.durability }),
  };
  for (const section of options.only) {
    progress(`Now: ${section}`);
    results[section] = await measurements[section]();
  }
  Object.assign(results, { loadAfter: os.loadavg(), asked: [...new Set(site.asked)], minutes: Math.round((Date.now() - begun) / 60_000) });

  const out = options.out ?? (options.isFull ? folder : path.join(folder, "trial"));
  await mkdir(out, { recursive: true });
  const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFile(path.join(out, name), text);
  // Microseconds are exact enough.
  const round = (/** @type {string} */ _name, /** @type {unknown} */ value) => (typeof value === "number" ? Math.round(value * 1_000) / 1_000 : value);
  await write("results.json", `${JSON.stringify(results, round, 1)}\n`);
  await write("RESULTS.md", writeReport(results));
  if (results.cpu) await write("cpu.svg", drawCpu(results));
  if (results.durability) await write("durability.svg", drawDurability(results));
  progress(`Written to ${path.relative(process.cwd(), out) || "."}/`);
  if (broken.size) process.exitCode = 1;
} finally {
  await end();
}
