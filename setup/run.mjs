/** Runs another program and says plainly when it fails. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs a program to its end, in the project's folder.
 *
 * @param {string} program its name
 * @param {string[]} args its arguments
 * @param {{ quiet?: boolean, env?: Record<string, string> }} [options] quiet shows its output only when it fails
 * @returns {boolean} whether it succeeded
 */
export function run(program, args, { quiet = false, env = {} } = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    stdio: quiet ? "pipe" : "inherit",
    encoding: "utf8",
    shell: process.platform === "win32",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  if (quiet && status !== 0) process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error ? `${error.message}\n` : ""}`);
  return status === 0;
}

/** Runs a program and stops everything when it fails. */
export function must(program, args, options) {
  if (run(program, args, options)) return;
  console.error(`\n"${program} ${args.join(" ")}" failed: see above.`);
  process.exit(1);
}
