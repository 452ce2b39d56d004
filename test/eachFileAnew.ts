/** Test files share a process, as starting one for each takes a quarter of all tests' time: here each gets modules of its own, and leaves nothing to the next. */
import { afterAll, vi } from "vitest";

// The project's own modules; packages are loaded once.
vi.resetModules();

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
