/** The results as tables: for people while it runs and after, and for whatever reads JSON. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Engine } from "./browsers";
import type { Scenario } from "./scenario";
import type { Settings } from "./settings";
import type { Outcome } from "./world";

/** What became of one scenario with one seed. */
export type Result = Outcome | { scenario: string; seed: number; failed: string };

export interface Summary {
  scenario: string;
  proves: string;
  seeds: number;
  events: number;
  lost: number;
  twice: number;
  /** Lost, but too shortly before a crash to be missed. */
  excused: number;
  /** Facts other than loss and doubles that are not as they should be. */
  wrong: number;
  /** Runs that came to no verdict. */
  failed: number;
  copies: number;
  requests: number;
  /** Requests for permission; a tracker needs none. */
  options: number;
  /** The worst of each note over all seeds. */
  notes: { [name: string]: number };
  /** One paragraph a failed seed, with how to replay it. */
  problems: string[];
}

export interface Report {
  engine: Engine;
  seconds: number;
  summaries: Summary[];
}

const MOST_NAMED = 5;

/** @returns what is wrong, in words; nothing, if nothing is */
export function problemsOf(result: Result): string[] {
  if ("failed" in result) return [result.failed];
  const list = (what: string, found: string[]) =>
    found.length ? [`${what} ${found.length}: ${found.slice(0, MOST_NAMED).join(", ")}${found.length > MOST_NAMED ? ", …" : ""}`] : [];
  return [...list("lost", result.lost.map(({ nonce }) => nonce)), ...list("twice", result.twice), ...list("wrong", result.wrong)];
}

export const replay = ({ scenario, seed }: Result, engine: Engine) => `npm run faults -- --scenario ${scenario} --seed ${seed} --engine ${engine}`;

export function summarise({ name, proves }: Scenario, results: Result[], engine: Engine): Summary {
  const own = results.filter(({ scenario }) => scenario === name);
  const verdicts = own.filter((result): result is Outcome => !("failed" in result));
  const sum = (count: (outcome: Outcome) => number) => verdicts.reduce((total, outcome) => total + count(outcome), 0);
  const notes: { [name: string]: number } = {};
  for (const outcome of verdicts) for (const [note, value] of Object.entries(outcome.notes)) notes[note] = Math.max(value, notes[note] ?? -Infinity);
  return {
    scenario: name,
    proves,
    seeds: own.length,
    events: sum(({ events }) => events),
    lost: sum(({ lost }) => lost.length),
    twice: sum(({ twice }) => twice.length),
    excused: sum(({ excused }) => excused.length),
    wrong: sum(({ wrong }) => wrong.length),
    failed: own.length - verdicts.length,
    copies: sum(({ copies }) => copies),
    requests: sum(({ requests }) => requests),
    options: sum(({ options }) => options),
    notes,
    problems: own.flatMap((result) => {
      const problems = problemsOf(result);
      return problems.length ? [`${problems.join("; ")}\n  ${replay(result, engine)}`] : [];
    }),
  };
}

const COLUMNS = ["scenario", "seeds", "events", "lost", "twice", "excused", "wrong", "failed", "copies", "requests"] as const;
const told = (notes: Summary["notes"]) => Object.entries(notes).map(([name, value]) => `${name}: ${value}`).join("; ");

/** The table as it is printed. */
export function formatTable({ summaries }: Report): string {
  const rows = [COLUMNS.map(String), ...summaries.map((summary) => COLUMNS.map((column) => summary[column].toLocaleString("en-US")))];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) => row.map((cell, i) => (i ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join("  "));
  const notes = summaries.flatMap(({ scenario, notes }) => (told(notes) ? [`${scenario}: ${told(notes)}`] : []));
  const problems = summaries.flatMap((summary) => summary.problems.map((problem) => `${summary.scenario}: ${problem}`));
  return [...lines, ...(notes.length ? ["", ...notes] : []), ...(problems.length ? ["", ...problems] : [])].join("\n");
}

function formatMarkdown(report: Report): string {
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    `# Faults in ${report.engine}`,
    "",
    row([...COLUMNS, "proves", "notes"]),
    row([...COLUMNS, "", ""].map(() => "---")),
    ...report.summaries.map((summary) => row([...COLUMNS.map((column) => summary[column].toLocaleString("en-US")), summary.proves, told(summary.notes)])),
    "",
    ...report.summaries.flatMap(({ scenario, problems }) => problems.map((problem) => `- ${scenario}: ${problem.replace(/\n\s*(.*)$/, ": `$1`")}`)),
  ].join("\n").trimEnd() + "\n";
}

const fileOf = ({ reports, engine }: Settings, extension: string) => path.join(reports, `faults-${engine}.${extension}`);

/** What a run finds that came to no end must not be an earlier one's success. */
export function forgetReport(settings: Settings): void {
  for (const extension of ["json", "md"]) rmSync(fileOf(settings, extension), { force: true });
}

export function writeReport(settings: Settings, report: Report): void {
  mkdirSync(settings.reports, { recursive: true });
  writeFileSync(fileOf(settings, "json"), `${JSON.stringify(report, undefined, 1)}\n`);
  writeFileSync(fileOf(settings, "md"), formatMarkdown(report));
}

export const readReport = (settings: Settings) => JSON.parse(readFileSync(fileOf(settings, "json"), "utf8")) as Report;
