/** `npm test`: installs what is missing, builds, checks types, and runs every test: in Node first, then in browsers. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, root, run } from "./run.mjs";

checkNode();
install(".", { dev: true });
install("e2e", { dev: true });
installBrowsers();

const reports = path.join(root, "build/reports");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

console.log("Building…");
must("npx", ["rollup", "-c", "--silent"]);
console.log("Checking types…");
must("npx", ["tsc"]);
must("npx", ["tsc", "-p", "e2e"]);

const node = path.join(reports, "node.json");
const browser = path.join(reports, "browser.json");
const passed = [
  run("npx", ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${node}`]),
  run("npm", ["--prefix", "e2e", "--silent", "test"], { env: { PARLEY_E2E_REPORT: browser } }),
].every(Boolean);

const unit = JSON.parse(readFileSync(node, "utf8"));
const { stats } = JSON.parse(readFileSync(browser, "utf8"));
const total = {
  passed: unit.numPassedTests + stats.expected,
  failed: (unit.numFailedTests || Number(!unit.success)) + stats.unexpected + stats.flaky,
  skipped: unit.numPendingTests + stats.skipped,
};
console.log(`\nTests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(passed && !total.failed ? 0 : 1);
