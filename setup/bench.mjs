/** `npm run bench`: installs what the bench needs, builds, and measures Parley beside its peers. `--help` tells the options. */
import { readOptions } from "../bench/options.mjs";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, run } from "./run.mjs";

checkNode();
const words = process.argv.slice(2);
const options = readOptions(words);
if ("say" in options) {
  (options.code ? console.error : console.log)(options.say);
  process.exit(options.code);
}
install(".", { dev: true });
install("bench", { dev: true });
await installBrowsers();
if (!options.parley) {
  console.log("Building…");
  must("npx", ["rollup", "-c", "--silent"]);
}
process.exit(run(process.execPath, ["bench/bench.mjs", ...words]) ? 0 : 1);
