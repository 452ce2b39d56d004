/** `npm run simulate:check`: ten thousand simulated conversations, delivered in order, shuffled, doubled and split: the same cards every time. */
import { checkNode, install } from "./install.mjs";
import { run } from "./run.mjs";

const HELP = `npm run simulate:check -- [options]

  --conversations N  so many (10000); npm test plays 2000
  --seed TEXT        of another day (one)
  --help             this text

Takes a few minutes.`;
const NAMES = { "--conversations": "PARLEY_CONVERSATIONS", "--seed": "PARLEY_SEED" };

const words = process.argv.slice(2);
if (words.includes("--help")) {
  console.log(HELP);
  process.exit(0);
}
const env = { PARLEY_CONVERSATIONS: "10000" };
for (let i = 0; i < words.length; i += 2) {
  const [name, value] = words.slice(i);
  if (!NAMES[name] || !value || (name === "--conversations" && !/^[1-9]\d*$/.test(value))) {
    console.error(HELP);
    process.exit(1);
  }
  env[NAMES[name]] = value;
}
checkNode();
install(".", { dev: true });
process.exit(run("npx", ["vitest", "run", "test/simulator/sameCards.test.ts"], { env }) ? 0 : 1);
