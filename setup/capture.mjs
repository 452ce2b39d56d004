/** `npm run bench:capture`: measures what finding e-mails and phones costs a page with many fields. `--help` tells the options. */
import { measure } from "./measure.mjs";

const HELP = `npm run bench:capture -- [options]

  --corpus FOLDER  the labelled forms (../shared/corpus); the page with the most fields is taken
  --page FILE      another of its pages, as named below forms/
  --rounds N       how often each field is typed into (20)
  --out FILE       writes the result there, too
  --help           this text

Fails where a field that is left costs more than 0.2 ms at the median, or 1 ms at p99.`;

await measure("capture.bench.mjs", HELP);
