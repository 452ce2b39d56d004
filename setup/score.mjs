/** `npm run score`: plays labelled forms of real websites and counts the e-mails and phones that were found. `--help` tells the options. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { installBrowsers } from "./browsers.mjs";
import { checkNode, install } from "./install.mjs";
import { must, root } from "./run.mjs";

const HELP = `npm run score -- [options]

  --set NAME        only the pages of ddg or formasaurus
  --limit N         only N pages, spread evenly
  --only PAGE       only pages whose name holds this
  --blind           take type=email and type=tel, inputmode and autocomplete away
  --misses          list every field that went wrong
  --json FILE       write everything there, too
  --no-build        play with dist/ as it is
  --help            this text

What else is given goes on to the corpus's own scorer. Everything takes about five minutes.`;

const words = process.argv.slice(2);
if (words.includes("--help")) {
  console.log(HELP);
  process.exit(0);
}
const corpus = path.resolve(root, process.env.PARLEY_CORPUS ?? "../shared/corpus");
const scorer = path.join(corpus, "score.mjs");
if (!existsSync(scorer)) {
  console.error(`There is no corpus in ${corpus}: set PARLEY_CORPUS to the folder that holds score.mjs. It is not part of the project, as its pages belong to others.`);
  process.exit(1);
}

checkNode();
install(".", { dev: true });
install("e2e", { dev: true });
await installBrowsers();
const given = words.filter((word) => word !== "--no-build");
if (given.length === words.length) must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: "site" } });

// Files are named as seen from where this was called; the scorer takes the browser's driver from e2e/.
const json = given.indexOf("--json") + 1;
if (json && given[json]) given[json] = path.resolve(given[json]);
const { status } = spawnSync(process.execPath, [scorer, "--sdk", path.join(root, "dist/pe.js"), ...given], { cwd: path.join(root, "e2e"), stdio: "inherit" });
process.exit(status ?? 1);
