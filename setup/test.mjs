/** `npm test`: installs what is missing, builds, checks types, and runs every test: in Node first, then in browsers. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installBrowsers } from "./browsers.mjs";
import { failedSpecs, failedUnits } from "./failed.mjs";
import { checkNode, installForTests } from "./install.mjs";
import { mustAll, root, run, runMeanwhile } from "./run.mjs";

checkNode();
const packages = installForTests();
// Over the network, while packages are unpacked, all is built, and Node's tests run.
const browsersReady = installBrowsers(packages);
await packages;

const reports = path.join(root, "build/reports");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

console.log("Building and checking types…");
await mustAll([
  ["npx", ["rollup", "-c", "--silent"]],
  ["npx", ["tsc"]],
  ["npx", ["tsc", "-p", "e2e"]],
]);

const node = path.join(reports, "node.json");
const browser = path.join(reports, "browser.json");
const seeds = Number(process.env.PARLEY_FAULT_SEEDS) || 1;
// So many visitors at a time are what two cores have time for: eight of them wait for most of it.
const atOnce = 12;
// Firefox takes longer over the same, and is tested with more seeds by hand.
const faults = Object.entries({ chromium: seeds, firefox: Math.ceil(seeds / 20) })
  .map(([engine, count]) => ({ args: ["--engine", engine, "--seeds", String(count), "--at-once", String(atOnce)], report: path.join(reports, `faults-tests-${engine}.json`) }));
const nodePassed = await runMeanwhile("npx", ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${node}`]);
await browsersReady;
const passed = [
  nodePassed,
  run("npm", ["--prefix", "e2e", "--silent", "test"], { env: { PARLEY_E2E_REPORT: browser } }),
  ...faults.map(({ args, report }) => run("node", ["setup/faults.mjs", "--no-build", ...args, "--report", report])),
].every(Boolean);

const unit = JSON.parse(readFileSync(node, "utf8"));
const browsers = [browser, ...faults.map(({ report }) => report)].map((report) => JSON.parse(readFileSync(report, "utf8")));
const sum = (...names) => browsers.reduce((all, { stats }) => names.reduce((some, name) => some + stats[name], all), 0);
const total = {
  passed: unit.numPassedTests + sum("expected"),
  failed: (unit.numFailedTests || Number(!unit.success)) + sum("unexpected", "flaky"),
  skipped: unit.numPendingTests + sum("skipped"),
};
const summary = `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`;
writeFileSync(path.join(reports, "summary.txt"), `${summary}\n`);
// Once more at the end, where those who only see the end of it look.
for (const { title, messages } of [...failedUnits(unit), ...browsers.flatMap(failedSpecs)]) console.log(`\nFailed: ${title}\n${messages.join("\n")}`);
console.log(`\nTests: ${summary}`);
process.exit(passed && !total.failed ? 0 : 1);
