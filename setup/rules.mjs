/** `npm run bench:rules`: measures how long a rule set takes an event, and what is remembered of a live visit. `--help` tells the options. */
import { benchmark } from "./benchmark.mjs";

const HELP = `npm run bench:rules -- [options]

  --rules N    in the set (200)
  --out FILE   writes the result there, too
  --no-build   measures the rules as built
  --help       this text

Plays a simulated day of visits and conversations through a mixed rule set. Fails where half of all events take longer than 100 µs to be
taken in and judged. Only a machine that does nothing else gives figures worth keeping.`;

await benchmark({ file: "rules.mjs", help: HELP, builds: ["rules", "simulator"], flags: ["--expose-gc"] });
