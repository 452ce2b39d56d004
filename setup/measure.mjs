/** Runs a measurement of dist/ in a browser, with all that it needs in place. */
import path from "node:path";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, root, run } from "./run.mjs";

/**
 * Ends the process: with 0 if the measurement is within its limits.
 *
 * @param {string} file of the measurement, in e2e/
 * @param {string} help what `--help` prints
 */
export async function measure(file, help) {
  const words = process.argv.slice(2);
  if (words.includes("--help")) {
    console.log(help);
    process.exit(0);
  }
  checkNode();
  install(".", { dev: true });
  install("e2e", { dev: true });
  await installBrowsers();
  must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: "site" } });
  // Files are named as seen from where this was called.
  process.exit(run(process.execPath, [path.join(root, "e2e", file), ...words]) ? 0 : 1);
}
