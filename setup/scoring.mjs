/** `npm run bench:scoring`: learns outcomes from simulated days and prints how well they are foretold. `--help` tells the options. */
import path from "node:path";
import { checkNode, install } from "./install.mjs";
import { must, root, run } from "./run.mjs";

const HELP = `npm run bench:scoring -- [options]

  --days N         simulated days (14)
  --seed TEXT      of the days (scores)
  --out FILE       writes the result there, too, and pictures beside it (bench/SCORING.md is the one that is kept)
  --no-build       measures as built
  --help           this text

Plays the days into a store of its own, has three outcomes learned from them as the collector does it, and judges them on visits that
were held back, beside somebody who says the mean and somebody who guesses. Takes some minutes.`;

const words = process.argv.slice(2);
if (words.includes("--help")) {
  console.log(HELP);
  process.exit(0);
}
checkNode();
install(".", { dev: false });
const given = words.filter((word) => word !== "--no-build");
if (given.length === words.length) for (const part of ["scoring", "simulator"]) must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: part }, quiet: true });
// Files are named as seen from where this was called.
process.exit(run(process.execPath, [path.join(root, "bench/scoring.mjs"), ...given]) ? 0 : 1);
