/** `npm run bench:console`: measures how the console bears many cards and many updates. `--help` tells the options. */
import { benchmark } from "./benchmark.mjs";

const HELP = `npm run bench:console -- [options]

  --cards N        in the snapshot, half of them visits and half conversations (10000)
  --rate N         updates a second (100)
  --seconds N      for so long (20)
  --cut N          seconds for which the stream is cut while updates go on (60)
  --out FILE       writes the result there, too
  --no-build       measures the console as built
  --help           this text

Fills a collector of its own, opens its console in Chromium, updates cards, cuts the stream, and kills the collector. Fails where the
page is held for more than 50 ms at a time after it has loaded, where one update in twenty takes more than 100 ms from its sender to the
screen, or where the console needs more than 2 s to catch up. Only a machine that does nothing else gives figures worth keeping.`;

await benchmark({ file: "console.mjs", help: HELP, builds: ["server"], hasBrowser: true });
