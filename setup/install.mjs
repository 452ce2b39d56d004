/** Installs packages exactly as the lockfile says, when they are not there already. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { must, mustAll, root } from "./run.mjs";

/** Is every package there in the locked version? Optional ones are not missed: they are for other machines. */
function isComplete(folder, dev) {
  const { packages } = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8"));
  return Object.entries(packages).every(([name, locked]) => {
    if (!name || locked.optional || locked.devOptional || (locked.dev && !dev)) return true;
    try {
      return JSON.parse(readFileSync(path.join(folder, name, "package.json"), "utf8")).version === locked.version;
    } catch {
      return false;
    }
  });
}

/** How npm installs a folder's packages. */
function command(folder, dev) {
  return ["npm", ["ci", "--prefix", path.join(root, folder), dev ? "--include=dev" : "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]];
}

const announce = (names) => console.log(`Installing packages${names}: once, half a minute or so…`);

/**
 * @param {string} folder of the package.json, relative to the project's
 * @param {{ dev: boolean }} what dev: with what only tests need
 */
export function install(folder, { dev }) {
  if (isComplete(path.join(root, folder), dev)) return;
  announce(folder === "." ? "" : ` of ${folder}/`);
  must(...command(folder, dev), { quiet: true });
}

/** Installs what tests need, the two folders beside each other. */
export async function installForTests() {
  const lacking = [".", "e2e"].filter((folder) => !isComplete(path.join(root, folder), true));
  if (!lacking.length) return;
  announce("");
  await mustAll(lacking.map((folder) => command(folder, true)), { quiet: true });
}

/** Stops with a clear word on a Node that is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Parley needs Node 20.19 or later; this is ${process.versions.node}. Node 24 is recommended.`);
  process.exit(1);
}
