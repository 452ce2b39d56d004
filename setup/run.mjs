/** Runs another program and says plainly when it fails. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
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

function stop(program, args) {
  console.error(`\n"${program} ${args.join(" ")}" failed: see above.`);
  process.exit(1);
}

/** Runs a program and stops everything when it fails. */
export function must(program, args, options) {
  if (!run(program, args, options)) stop(program, args);
}

/**
 * Runs programs beside each other, each for itself, and stops everything when one fails. What one says is shown when it ends,
 * so that no two are mixed.
 *
 * @param {[program: string, args: string[]][]} programs
 * @param {{ quiet?: boolean }} [options] quiet shows the output only of those that fail
 */
export async function mustAll(programs, { quiet = false } = {}) {
  const ends = programs.map(async ([program, args]) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => said.push(bytes));
    const [code] = await once(child, "close");
    if (!quiet || code !== 0) process.stdout.write(Buffer.concat(said));
    return code === 0;
  });
  const succeeded = await Promise.all(ends);
  const failed = succeeded.indexOf(false);
  if (failed >= 0) stop(...programs[failed]);
}
