/** `npm run size`: prints what websites load, in bytes, and fails over budget. The budgets stand in rollup.config.mjs. */
import { checkNode, install } from "./install.mjs";
import { must } from "./run.mjs";

checkNode();
install(".", { dev: false });
must("npx", ["rollup", "-c", "--silent"], { env: { PARLEY_BUILD: "site" } });
