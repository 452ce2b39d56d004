/** `npm run bench:rules`: measures how long a rule set takes an event, and what is remembered of a live visit. `--help` tells the options. */
import path from "node:path";
import { checkNode, install } from "./install.mjs";
import { must, root, run } from "./run.mjs";

const HELP = `npm run bench:rules -- [options]

  --rules N    in the set (200)
  --out FILE   writes the result there, too
  --no-build   measures the rules as built
  --help       this text

Plays a simulated day of visits and conversations through a mixed rule set. Fails where half of all events take longer than 100 µs to be
taken in and judged. Only a machine that does nothing else gives figures worth keeping.`;

const words = process.argv.slice(2);
if (words.includes("--help")) {
  console.log(HELP);
  process.exit(0);
}
checkNode();
install(".", { dev: false });
const given = words.filter((word) => word !== "--no-build");
if (given.length === words.length) for (const part of ["rules", "simulator"]) must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: part }, quiet: true });
// Files are named as seen from where this was called.
process.exit(run(process.execPath, ["--expose-gc", path.join(root, "bench/rules.mjs"), ...given]) ? 0 : 1);
