/** The built collector as a process of its own. Needs `PARLEY_BUILD=server npx rollup -c`. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { expect, vi } from "vitest";

const program = path.resolve("build/collector.mjs");
/** Why tests that need it are skipped; empty where they are not. */
export const missing = existsSync(program) ? "" : " (skipped: build/collector.mjs is not built)";

export interface StartedCollector {
  child: ChildProcess;
  /** What it printed so far, errors too. */
  printed(): string;
  /** The public key of its site, and its secret one if it was printed. */
  key: string;
  secret: string;
  /** Settles with its code and signal when it has ended. */
  exit: Promise<unknown[]>;
}

const running = new Set<ChildProcess>();

/** Ends without a warning whatever a test has left running. */
export function killCollectors(): void {
  for (const child of running) child.kill("SIGKILL");
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** @returns when it serves, or has said why it cannot */
export async function startCollector(settings: { PORT: number; PE_DATA: string; [variable: string]: string | number }): Promise<StartedCollector> {
  const env = Object.fromEntries(Object.entries(settings).map(([variable, value]) => [variable, `${value}`]));
  const child = spawn(process.execPath, [program], { env: { ...process.env, ...env } });
  running.add(child);
  // Heard from the start: who says that it cannot be is gone before anybody has read it.
  const exit = once(child, "exit");
  void exit.then(() => running.delete(child));
  let printed = "";
  child.stdout.on("data", (part) => (printed += part));
  child.stderr.on("data", (part) => (printed += part));
  await vi.waitFor(() => expect(printed).toMatch(/Agents' console|cannot be/), { timeout: 60_000, interval: 5 });
  return { child, printed: () => printed, key: /pk_[\w-]+/.exec(printed)?.[0] ?? "", secret: /(?<=\s)sk_[\w-]+/.exec(printed)?.[0] ?? "", exit };
}
