import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // Against tests that hang; how long one takes is no business of theirs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Two cores are what CI has.
    maxWorkers: 2,
  },
});
