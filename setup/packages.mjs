/** Runs before the scripts of package.json that need packages, so that each works on a fresh clone. */
import { checkNode, install } from "./install.mjs";

checkNode();
install(".", { dev: true });
install("e2e", { dev: true });
