/** Runs a benchmark of bench/ on what it measures, built anew unless told otherwise. */
import path from "node:path";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, root, run } from "./run.mjs";

/**
 * Ends the process: with 0 if the benchmark is within its limits.
 *
 * @param {object} benchmark
 * @param {string} benchmark.file in bench/
 * @param {string} benchmark.help what `--help` prints
 * @param {string[]} benchmark.builds parts that it measures, as `PARLEY_BUILD` names them
 * @param {string[]} [benchmark.flags] of Node
 * @param {boolean} [benchmark.hasBrowser] does it open a page?
 */
export async function benchmark({ file, help, builds, flags = [], hasBrowser = false }) {
  const words = process.argv.slice(2);
  if (words.includes("--help")) {
    console.log(help);
    process.exit(0);
  }
  checkNode();
  install(".", { dev: false });
  if (hasBrowser) {
    install("e2e", { dev: true });
    await installBrowsers();
  }
  const given = words.filter((word) => word !== "--no-build");
  if (given.length === words.length) for (const part of builds) must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: part }, quiet: true });
  // Files are named as seen from where this was called.
  process.exit(run(process.execPath, [...flags, path.join(root, "bench", file), ...given]) ? 0 : 1);
}
