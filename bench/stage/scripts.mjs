/** The scripts as websites load them: an SDK's own browser file where its package has one, else a minified bundle. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL("..", import.meta.url));
const modules = path.join(folder, "node_modules");
const require = createRequire(import.meta.url);

/** Packages' files lie where npm put them; those of `dist/` are Parley's. */
const locate = (file, parley) => (file.startsWith("dist/") ? path.join(parley, file) : path.join(modules, file));

/**
 * @param {import("../peers/peer.mjs").Peer[]} peers
 * @param {string} parley folder that has Parley's dist/
 * @returns {Promise<Map<string, Map<string, Buffer>>>} by peer and address; the SDK itself is `sdk.js`
 */
export async function readScripts(peers, parley) {
  const all = new Map();
  for (const { id, script: { file, bundle: entry, more = {} } } of peers) {
    const own = new Map();
    if (file) own.set("sdk.js", await readFile(locate(file, parley)));
    if (entry) own.set("sdk.js", await bundle(locate(entry, parley)));
    for (const [address, other] of Object.entries(more)) own.set(address, await readFile(locate(other, parley)));
    all.set(id, own);
  }
  return all;
}

async function bundle(entry) {
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, format: "iife", globalName: "sdk", target: "es2020", write: false });
  return Buffer.from(outputFiles[0].contents);
}

/** @param {string} name of a package, or the project itself */
export const versionOf = (name) => require(name === "parley" ? path.join(folder, "../package.json") : path.join(modules, name, "package.json")).version;
