/** `npm run bench:scoring`: learns outcomes from simulated days and prints how well they are foretold. `--help` tells the options. */
import { benchmark } from "./benchmark.mjs";

const HELP = `npm run bench:scoring -- [options]

  --days N         simulated days (14)
  --seed TEXT      of the days (scores)
  --out FILE       writes the result there, too, and pictures beside it (bench/SCORING.md is the one that is kept)
  --no-build       measures as built
  --help           this text

Plays the days into a store of its own, has three outcomes learned from them as the collector does it, and judges them on visits that
were held back, beside somebody who says the mean and somebody who guesses. Takes some minutes.`;

await benchmark({ file: "scoring.mjs", help: HELP, builds: ["scoring", "simulator"] });
