/** `npm run bench:widgets`: measures how long noticing conversations holds a page on a slow device. `--help` tells the options. */
import { measure } from "./measure.mjs";

const HELP = `npm run bench:widgets -- [options]

  --rounds N       page loads (7)
  --slowdown N     how many times slower than this machine the page's device is (4)
  --out FILE       writes the result there, too
  --help           this text

Fails where the extra holds the page for more than 50 ms at a time.`;

await measure("widgets.bench.mjs", HELP);
