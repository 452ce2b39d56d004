/** Joins the style sheets of a folder into one: `base.css` first, the others by their paths, so that where a rule stands never depends on a bundle. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * @param {string} folder
 * @param {string} fileName
 * @returns {import("rollup").Plugin}
 */
export function sheets(folder, fileName) {
  const all = () => readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".css")).sort((a, b) => Number(b === "base.css") - Number(a === "base.css") || (a < b ? -1 : 1));
  return {
    name: "sheets",
    buildStart() {
      for (const file of all()) this.addWatchFile(path.resolve(folder, file));
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName, source: all().map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n") });
    },
  };
}
