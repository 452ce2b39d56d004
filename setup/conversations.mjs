/** `npm run bench:conversations`: measures how long events of conversations take to a console. `--help` tells the options. */
import { benchmark } from "./benchmark.mjs";

const HELP = `npm run bench:conversations -- [options]

  --rate N         events a second (1000)
  --seconds N      for so long (60)
  --out FILE       writes the result there, too
  --no-build       measures the collector as built
  --help           this text

Plays simulated conversations against a collector of its own, on one core where there is taskset, with one console open. Fails where
one in a hundred events takes 250 ms or longer from its arrival to the console, by the collector's own histogram, or where the
collector does not keep up. Only a machine that does nothing else gives figures worth keeping.`;

await benchmark({ file: "conversations.mjs", help: HELP, builds: ["server", "simulator"] });
