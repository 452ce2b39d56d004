/** `npm run bench:capture`: measures what finding e-mails and phones costs a page with many fields. `--help` tells the options. */
import path from "node:path";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, root, run } from "./run.mjs";

const HELP = `npm run bench:capture -- [options]

  --corpus FOLDER  the labelled forms (../shared/corpus); the page with the most fields is taken
  --page FILE      another of its pages, as named below forms/
  --rounds N       how often each field is typed into (20)
  --out FILE       writes the result there, too
  --help           this text

Fails where a field that is left costs more than 0.2 ms at the median, or 1 ms at p99.`;

const words = process.argv.slice(2);
if (words.includes("--help")) {
  console.log(HELP);
  process.exit(0);
}
checkNode();
install(".", { dev: true });
install("e2e", { dev: true });
installBrowsers();
must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: "site" } });
const program = path.join(root, "e2e/capture.bench.mjs");
// Files are named as seen from where this was called.
process.exit(run(process.execPath, [program, ...words]) ? 0 : 1);
