/** Playwright is the host: it understands TypeScript, and says in its own report which scenario failed. */
import { defineConfig } from "playwright/test";

export default defineConfig({
  testDir: ".",
  // No name that the other tests' configuration would find.
  testMatch: "verdicts.ts",
  outputDir: "../test-results/faults",
  globalSetup: "./run",
  workers: 1,
  retries: 0,
  reporter: process.env.PARLEY_E2E_REPORT ? [["dot"], ["json", { outputFile: process.env.PARLEY_E2E_REPORT }]] : [["dot"]],
});
