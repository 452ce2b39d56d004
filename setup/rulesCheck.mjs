/** `npm run rules:check`: ten thousand simulated journeys, looked at as they arrive and from scratch: the same rules hold. */
import { checkNode, install } from "./install.mjs";
import { run } from "./run.mjs";

const HELP = `npm run rules:check -- [options]

  --journeys N  so many (10000); npm test plays 300
  --seed TEXT   of other days and other rules (one)
  --help        this text

Takes a few minutes.`;
const NAMES = { "--journeys": "PARLEY_JOURNEYS", "--seed": "PARLEY_SEED" };

const words = process.argv.slice(2);
if (words.includes("--help")) {
  console.log(HELP);
  process.exit(0);
}
const env = { PARLEY_JOURNEYS: "10000", PARLEY_PROGRESS: "1" };
for (let i = 0; i < words.length; i += 2) {
  const [name, value] = words.slice(i);
  if (!NAMES[name] || !value || (name === "--journeys" && !/^[1-9]\d*$/.test(value))) {
    console.error(HELP);
    process.exit(1);
  }
  env[NAMES[name]] = value;
}
checkNode();
install(".", { dev: true });
process.exit(run("npx", ["vitest", "run", "test/collector/rules/sameAnswers.test.ts"], { env }) ? 0 : 1);
