/** The rules that run on each site, ready to be used: compiled once for each version. */
import type { RuleSet } from "../../protocol/rules";
import type { CompiledRules } from "../rules/compiled";
import { compileRules } from "../rules/compileRules";

export interface RunningRules {
  version: number;
  compiled: CompiledRules;
}

export interface Running {
  /** `undefined` where a site has none, so that it costs nothing there. */
  get(site: string): RunningRules | undefined;
  /** A new set was stored: it is read when it is next asked for. */
  forget(site: string): void;
}

/** @param read the set that was stored last, and its version */
export function createRunning(read: (site: string) => { version: number; set: RuleSet } | undefined): Running {
  const known = new Map<string, RunningRules | undefined>();
  return {
    get(site) {
      if (known.has(site)) return known.get(site);
      const stored = read(site);
      const isEmpty = !stored || !(stored.set.segments.length || stored.set.outcomes.length || stored.set.actionMaps.length);
      const rules = isEmpty ? undefined : { version: stored.version, compiled: compileRules(stored.set) };
      known.set(site, rules);
      return rules;
    },
    forget: (site) => known.delete(site),
  };
}
