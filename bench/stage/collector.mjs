/** Parley's collector as it is installed: a process of its own, an empty folder, and a look into its database. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { listen } from "./listen.mjs";

const PATIENCE_MS = 15_000;
const require = createRequire(import.meta.url);

/**
 * @param {string} program the built collector
 * @param {string} origins websites that may send
 */
export async function startCollector(program, origins) {
  const { port, stop: release } = await listen(() => {});
  await release();
  const data = await mkdtemp(path.join(tmpdir(), "parley-bench-"));
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, PORT: String(port), PE_DATA: data, PE_URL: url, PE_ORIGINS: origins };
  const running = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(running, "exit");
  let printed = "";
  running.stdout.on("data", (text) => (printed += text));
  running.stderr.on("data", (text) => (printed += text));
  const stop = async () => {
    running.kill();
    await ended;
    await rm(data, { recursive: true, force: true });
  };

  for (const end = Date.now() + PATIENCE_MS; ; await pause(50)) {
    const key = /(?<=data-key=")pk_[^"]+/.exec(printed)?.[0];
    if (key && (await fetch(`${url}/readyz`).catch(() => undefined))?.ok) {
      return { url, key, stop, stored: (/** @type {string} */ run) => storedIndexes(path.join(data, "parley.db"), run), output: () => printed };
    }
    if (running.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`The collector ${program} did not start:\n${printed}`);
    }
  }
}

/**
 * @param {string} file
 * @param {string} run which of the bench's events
 * @returns {number[]} one number for every row in the database
 */
function storedIndexes(file, run) {
  const { DatabaseSync } = sqlite();
  const opened = new DatabaseSync(file, { readOnly: true });
  try {
    return opened.prepare("SELECT data FROM events WHERE type = 'product_viewed'").all()
      .map(({ data }) => JSON.parse(data))
      .flatMap((data) => (data.run === run ? [data.index] : []));
  } finally {
    opened.close();
  }
}

/** Newer Nodes bring SQLite along; Node 20 uses the same package as the collector. */
function sqlite() {
  try {
    return require("node:sqlite");
  } catch {
    return require("@photostructure/sqlite");
  }
}
