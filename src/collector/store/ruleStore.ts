/** What the store promises of rules: one running set a site, and the versions before it. */
import type { MapReport, RulesVersion, SavedRules } from "../../protocol/ruleAnswers";
import type { RuleSet } from "../../protocol/rules";

export interface RulesToSave {
  site: string;
  /** Checked by `parseRules`. */
  set: RuleSet;
  /** The agent's name, `server` or `file`. */
  by: string;
  /** The collector's clock. */
  at: number;
  /** Saves only where this version runs. */
  expected?: number | undefined;
}

/** A span of time, by when things happened; its end is not included. */
export interface RuleSpan {
  site: string;
  from: number;
  until: number;
}

export interface RuleStore {
  /** The running set. */
  rules(site: string): Promise<SavedRules>;
  /** The newest first. */
  ruleVersions(site: string): Promise<RulesVersion[]>;
  ruleVersion(which: { site: string; version: number }): Promise<SavedRules | undefined>;
  /** Makes a set the running one. Settles when it is on disk; `conflict` when another version runs than was expected. */
  saveRules(rules: RulesToSave): Promise<{ version: number } | "conflict">;
  /** What became of each action map that has decided anything in that time, most qualified first. Others are served meanwhile. */
  mapReports(span: RuleSpan): Promise<MapReport[]>;
  /** Calls back after every set that was saved. Returns the way to stop. */
  onRules(listener: (site: string, rules: SavedRules) => void): () => void;
}
