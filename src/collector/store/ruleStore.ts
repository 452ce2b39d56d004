/** What the store promises of rules: one running set a site, and the versions before it. */
import type { RulesVersion, SavedRules } from "../../protocol/ruleAnswers";
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

export interface RuleStore {
  /** The running set. */
  rules(site: string): Promise<SavedRules>;
  /** The running sets of all sites that have any. */
  allRules(): Promise<(SavedRules & { site: string })[]>;
  /** The newest first. */
  ruleVersions(site: string): Promise<RulesVersion[]>;
  ruleVersion(which: { site: string; version: number }): Promise<SavedRules | undefined>;
  /** Makes a set the running one. Settles when it is on disk; `conflict` when another version runs than was expected. */
  saveRules(rules: RulesToSave): Promise<{ version: number } | "conflict">;
  /** Calls back after every set that was saved. Returns the way to stop. */
  onRules(listener: (site: string, rules: SavedRules) => void): () => void;
}
