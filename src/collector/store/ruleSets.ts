/** Keeps rule sets by version: the newest of a site runs. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { RULE_VERSIONS, type RulesVersion, type SavedRules } from "../../protocol/ruleAnswers";
import type { RuleSet } from "../../protocol/rules";
import type { RuleStore } from "./ruleStore";
import { transact } from "./transaction";

interface Row {
  version: number;
  at: number;
  by: string;
  rules: string;
}

export interface RuleSets extends RuleStore {
  /** The running set, where one was saved. */
  current(site: string): SavedRules | undefined;
}

/**
 * @param failed hears of listeners that threw: the set is on disk by then
 */
export function createRuleSets(database: DatabaseSyncInstance, failed: (problem: unknown) => void): RuleSets {
  const newest = database.prepare("SELECT version, at, by, rules FROM rule_sets WHERE site = ? ORDER BY version DESC LIMIT 1");
  const one = database.prepare("SELECT version, at, by, rules FROM rule_sets WHERE site = ? AND version = ?");
  // The sets themselves lie in pages of their own, which are not read here.
  const list = database.prepare("SELECT version, at, by, segments, outcomes, action_maps AS actionMaps FROM rule_sets WHERE site = ? ORDER BY version DESC");
  const last = database.prepare("SELECT coalesce(max(version), 0) AS version FROM rule_sets WHERE site = ?");
  const sites = database.prepare("SELECT DISTINCT site FROM rule_sets");
  const insert = database.prepare("INSERT INTO rule_sets (site, version, at, by, segments, outcomes, action_maps, rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const drop = database.prepare("DELETE FROM rule_sets WHERE site = ? AND version <= ?");
  const listeners = new Set<(site: string, rules: SavedRules) => void>();

  const toSaved = ({ version, at, by, rules }: Row): SavedRules => ({ version, set: JSON.parse(rules) as RuleSet, at, by });

  const current = (site: string): SavedRules | undefined => {
    const row = newest.get(site) as unknown as Row | undefined;
    return row && toSaved(row);
  };

  const tell = (site: string, rules: SavedRules) => {
    for (const listener of listeners) {
      try {
        listener(site, rules);
      } catch (problem) {
        failed(problem);
      }
    }
  };

  return {
    current,
    rules: async (site) => current(site) ?? { version: 0, set: { segments: [], outcomes: [], actionMaps: [] }, at: 0, by: "" },
    allRules: async () => (sites.all() as { site: string }[]).flatMap(({ site }) => {
      const rules = current(site);
      return rules ? [{ site, ...rules }] : [];
    }),
    ruleVersions: async (site) => (list.all(site) as unknown as RulesVersion[]).map((row) => ({ ...row })),
    async ruleVersion({ site, version }) {
      const row = one.get(site, version) as unknown as Row | undefined;
      return row && toSaved(row);
    },
    async saveRules({ site, set, by, at, expected }) {
      const version = transact(database, () => {
        const { version: running } = last.get(site) as { version: number };
        if (expected !== undefined && expected !== running) return undefined;
        insert.run(site, running + 1, at, by, set.segments.length, set.outcomes.length, set.actionMaps.length, JSON.stringify(set));
        drop.run(site, running + 1 - RULE_VERSIONS);
        return running + 1;
      });
      if (version === undefined) return "conflict";
      tell(site, { version, set, at, by });
      return { version };
    },
    onRules(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
