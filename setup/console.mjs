/** `npm run bench:console`: measures how the console bears many cards and many updates. `--help` tells the options. */
import path from "node:path";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, root, run } from "./run.mjs";

const HELP = `npm run bench:console -- [options]

  --cards N        in the snapshot, half of them visits and half conversations (10000)
  --rate N         updates a second (100)
  --seconds N      for so long (20)
  --cut N          seconds for which the stream is cut while updates go on (60)
  --out FILE       writes the result there, too
  --no-build       measures the console as built
  --help           this text

Fills a collector of its own, opens its console in Chromium, updates cards, cuts the stream, and kills the collector. Fails where the
page is held for more than 50 ms at a time after it has loaded, where one update in twenty takes more than 100 ms from its frame to the
screen, or where the console needs more than 2 s to catch up. Only a machine that does nothing else gives figures worth keeping.`;

const words = process.argv.slice(2);
if (words.includes("--help")) {
  console.log(HELP);
  process.exit(0);
}
checkNode();
for (const folder of [".", "e2e"]) install(folder, { dev: folder === "e2e" });
installBrowsers();
const given = words.filter((word) => word !== "--no-build");
if (given.length === words.length) must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: "server" }, quiet: true });
// Files are named as seen from where this was called.
process.exit(run(process.execPath, [path.join(root, "bench/console.mjs"), ...given]) ? 0 : 1);
