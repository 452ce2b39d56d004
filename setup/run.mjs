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

/** Begins a program and collects what it says. */
async function collect(program, args, env = {}) {
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32", env: { ...process.env, ...env } });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => said.push(bytes));
  const [code] = await once(child, "close").catch((error) => (said.push(Buffer.from(`${error.message}\n`)), [1]));
  return { succeeded: code === 0, said: Buffer.concat(said) };
}

/**
 * Runs a program beside everything else; its output is shown only when it fails, and when it ends.
 *
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function runBeside(program, args, { env } = {}) {
  const { succeeded, said } = await collect(program, args, env);
  if (!succeeded) process.stderr.write(said);
  return succeeded;
}

/**
 * Runs a program to its end while others go on.
 *
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function runMeanwhile(program, args) {
  const [code] = await once(spawn(program, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" }), "close");
  return code === 0;
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
    const { succeeded, said } = await collect(program, args);
    if (!quiet || !succeeded) process.stdout.write(said);
    return succeeded;
  });
  const failed = (await Promise.all(ends)).indexOf(false);
  if (failed >= 0) stop(...programs[failed]);
}
