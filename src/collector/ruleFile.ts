/** Takes rules from the file that the operator names: at the start, when they say so, and when it has changed. */
import { readFile, stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { RULE_SET_BYTES } from "../protocol/ruleAnswers";
import type { RuleProblem, RuleSet } from "../protocol/rules";
import { parseRules } from "./rules/parseRules";
import type { RuleStore } from "./store/ruleStore";

export interface RuleFileDependencies {
  path: string;
  /** Whose rules they are. */
  site: string;
  store: Pick<RuleStore, "rules" | "saveRules">;
  now: () => number;
  /** Hears that rules were taken. */
  told: (line: string) => void;
  /** Hears that they were not, and of every place that is wrong. */
  warn: (lines: string) => void;
  lookMs?: number;
}

export interface RuleFile {
  /** Makes what the file says the running set, where it is another. Never rejects: what runs goes on where the file cannot be taken. */
  read(): Promise<void>;
  /** Looks now and then whether the file has changed. Watching it would miss changes on network disks and in containers. */
  start(): void;
  /** Settles when nothing is being read any more. */
  stop(): Promise<void>;
}

const LOOK_MS = 2_000;

export function createRuleFile({ path, site, store, now, told, warn, lookMs = LOOK_MS }: RuleFileDependencies): RuleFile {
  let turn = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  /** The file as it was when it was read, and when it was last looked at. */
  let taken: string | undefined;
  let seen: string | undefined;

  /** Editors put a new file in place of the old one, which may even have the older time; and one that could not be read may be allowed. */
  const stamp = async () => {
    const { mtimeMs, ctimeMs, size, ino } = await stat(path);
    return { size, stamp: JSON.stringify([mtimeMs, ctimeMs, size, ino]) };
  };

  const take = async () => {
    const file = await stamp();
    taken = file.stamp;
    if (file.size > RULE_SET_BYTES) throw new Error(`It has ${file.size} bytes; rules may have ${RULE_SET_BYTES}.`);
    const parsed = parseRules(JSON.parse((await readFile(path, "utf8")).replace(/^\uFEFF/, "")));
    const running = await store.rules(site);
    if ("problems" in parsed) return warn(refusal(path, running.version, parsed.problems.map(toLine)));
    // What is stored has been JSON once.
    if (isDeepStrictEqual(JSON.parse(JSON.stringify(parsed.set)) as RuleSet, running.set)) return;
    const saved = await store.saveRules({ site, set: parsed.set, by: "file", at: now() });
    if (saved !== "conflict") told(`The rules of ${path} run, as version ${saved.version}.`);
  };

  const read = () => {
    const next = turn.then(take).catch(async (problem: unknown) => {
      const { version } = await store.rules(site);
      warn(refusal(path, version, [explain(problem)]));
    });
    turn = next.catch((problem: unknown) => warn(explain(problem)));
    return turn;
  };

  const look = async () => {
    const now = await stamp().then((file) => file.stamp, () => undefined);
    // One that is still being written is left alone until it stays as it is.
    const isSettled = now !== undefined && now === seen;
    seen = now;
    if (isSettled && now !== taken) await read();
    if (!isStopped) timer = setTimeout(() => void look(), lookMs).unref();
  };

  return {
    read,
    start() {
      timer = setTimeout(() => void look(), lookMs).unref();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

function refusal(path: string, running: number, lines: string[]): string {
  const goesOn = running ? `version ${running} runs on` : "the site has none yet";
  return [`PE_RULES is "${path}". Its rules were not taken, and ${goesOn}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

const toLine = ({ place, message }: RuleProblem) => (place ? `${place}: ${message}` : message);

function explain(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem);
  if ("syscall" in problem) return `The file cannot be read. Is the path right, and may the collector read it? ${problem.message}.`;
  return problem instanceof SyntaxError ? `It is no JSON: ${problem.message}.` : problem.message;
}
