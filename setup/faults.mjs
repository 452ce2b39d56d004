/** `npm run faults`: proves or refutes in real browsers that no event is lost and none is stored twice. See e2e/faults/. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, root } from "./run.mjs";

const HELP = `npm run faults -- [options]

  --seeds N         run every scenario with the seeds 1 to N (1)
  --seeds A-B       or with the seeds A to B: goes on where another run ended
  --engine NAME     chromium or firefox (chromium)
  --scenario NAME   only this scenario, or all that begin so: status_429
  --seed S          only this seed: replays a failure
  --at-once N       how many visitors there are at a time (8)
  --report FILE     write playwright's own report there, as JSON
  --no-build        test dist/ and build/ as they are
  --help            this text

The results are in build/reports/faults-<engine>.json and .md.`;

function refuse(problem) {
  console.error(`${problem}\n\n${HELP}`);
  process.exit(2);
}

function parse() {
  const text = { type: "string" };
  try {
    const options = { seeds: text, engine: text, scenario: text, seed: text, report: text, "at-once": text, "no-build": { type: "boolean" }, help: { type: "boolean" } };
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(error.message);
  }
}

/** Read from the sources: nothing is installed yet that could run them. */
function scenarioNames() {
  const folder = path.join(root, "e2e/faults/scenarios");
  return readdirSync(folder).flatMap((file) => [...readFileSync(path.join(folder, file), "utf8").matchAll(/^  name: "(\w+)"/gm)].map(([, name]) => name));
}

const given = parse();
if (given.help) {
  console.log(HELP);
  process.exit(0);
}
const [from, to] = /^([1-9]\d*)-([1-9]\d*)$/.exec(given.seeds ?? "")?.slice(1).map(Number) ?? [];
if (from > to) refuse(`--seeds is "${given.seeds}": the first is larger than the last.`);
for (const name of ["seed", "at-once", ...(to ? [] : ["seeds"])]) {
  if (given[name] !== undefined && !/^[1-9]\d*$/.test(given[name])) refuse(`--${name} is "${given[name]}": give a whole number from 1 on.`);
}
if (given.seed && given.seeds) refuse("Give either --seed or --seeds.");
if (given.engine && !["chromium", "firefox"].includes(given.engine)) refuse(`There is no engine "${given.engine}": choose chromium or firefox.`);
if (given.scenario) {
  const names = scenarioNames();
  if (!names.some((name) => name === given.scenario || name.startsWith(`${given.scenario}_`))) refuse(`There is no scenario "${given.scenario}". There are: ${names.join(", ")}.`);
}

checkNode();
install(".", { dev: true });
install("e2e", { dev: true });
await installBrowsers();
if (!given["no-build"]) must("npx", ["rollup", "-c", "--silent"]);

const environment = {
  PARLEY_FAULT_ENGINE: given.engine,
  PARLEY_FAULT_SCENARIO: given.scenario,
  PARLEY_FAULT_SEED: given.seed,
  PARLEY_FAULT_SEEDS: given.seeds,
  PARLEY_FAULT_AT_ONCE: given["at-once"],
  PARLEY_E2E_REPORT: given.report && path.resolve(given.report),
};
// What is not given is as it was in the environment: CI sets PARLEY_FAULT_SEEDS.
const settings = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
const program = path.join(root, "e2e/node_modules/playwright/cli.js");
const child = spawn(process.execPath, [program, "test", "--config", "faults/playwright.config.ts"], {
  cwd: path.join(root, "e2e"),
  stdio: "inherit",
  env: { ...process.env, ...settings },
});
// Whoever ends this ends the browsers as well: they would spoil the next run.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill("SIGINT"));
const [code] = await once(child, "close");
process.exit(code ?? 1);
