/** Where the project lies and which version it is; the same file runs from src/ in tests and from build/ in use. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const ROOT = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** The version of what is installed. */
export const VERSION = readVersion();

function findRoot(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(path.join(folder, "package.json")) || parent === folder ? folder : findRoot(parent);
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
  return version;
}
