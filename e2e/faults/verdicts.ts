/** One test a scenario, which passes when nothing was lost and nothing stored twice. The work has been done before: see run.ts. */
import { expect, test } from "playwright/test";
import { readReport } from "./report";
import { readSettings } from "./settings";

const settings = readSettings();

for (const { name, proves } of settings.scenarios) {
  test(`${name} in ${settings.engine}: ${proves}`, () => {
    const summary = readReport(settings).summaries.find(({ scenario }) => scenario === name);
    expect(summary?.seeds).toBe(settings.seeds.length);
    if (summary?.problems.length) throw new Error(summary.problems.join("\n"));
  });
}
