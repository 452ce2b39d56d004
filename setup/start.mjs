/** `npm start`: installs what running needs, builds server and console when they are older than their source, and starts. */
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkNode, install } from "./install.mjs";
import { must, root } from "./run.mjs";

/** When a file below a folder last changed. */
function newest(folder) {
  return Math.max(0, ...readdirSync(folder, { recursive: true }).map((name) => statSync(path.join(folder, name)).mtimeMs));
}

checkNode();
install(".", { dev: false });
const built = path.join(root, "build/collector.mjs");
const isFresh = existsSync(built) && statSync(built).mtimeMs > Math.max(newest(path.join(root, "src")), ...["package-lock.json", "rollup.config.mjs"].map((name) => statSync(path.join(root, name)).mtimeMs));
if (!isFresh) {
  console.log("Building the collector and the console…");
  must("npx", ["rollup", "-c", "--silent"], { quiet: true, env: { PARLEY_BUILD: "server" } });
}
await import(pathToFileURL(built).href);
