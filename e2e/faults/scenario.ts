/** What a scenario is. */
import type { Engine } from "./browsers";
import type { World } from "./world";

/** Makes a tracker send at once what would wait some seconds for company, so that a fault is met while it lasts. */
export const FLUSH = "void pe.flush()";

export interface Scenario {
  name: string;
  /** One sentence. */
  proves: string;
  /** Those that can; all, if it does not say. */
  engines?: Engine[];
  /** Needs a browser with a back-forward cache. */
  bfcache?: boolean;
  /** Measures time on the machine's own scale: runs after all others, and few at a time. */
  quiet?: boolean;
  /** Takes so long at most: runs only when it is asked for by name. */
  longMs?: number;
  /** Does the harm, heals it, and visits once more where the promise allows it. The verdict is the runner's. */
  run(world: World): Promise<void>;
}
