/** `npm run bench:widgets`: measures how long noticing conversations holds a page on a slow device. `--help` tells the options. */
import path from "node:path";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, root, run } from "./run.mjs";

const HELP = `npm run bench:widgets -- [options]

  --rounds N       page loads (7)
  --slowdown N     how many times slower than this machine the page's device is (4)
  --out FILE       writes the result there, too
  --help           this text

Fails where the extra holds the page for more than 50 ms at a time.`;

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
process.exit(run(process.execPath, [path.join(root, "e2e/widgets.bench.mjs"), ...words]) ? 0 : 1);
