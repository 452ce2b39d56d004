/** The reports' side of rules: what the log has of them, put together by rule. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { createRuleLog } from "./ruleLog";
import { reportMap } from "./mapReport";
import type { RuleStore } from "./ruleStore";

export function createRuleReports(database: DatabaseSyncInstance): Pick<RuleStore, "mapReports"> {
  const log = createRuleLog(database);

  return {
    async mapReports({ site, ...time }) {
      const maps = new Set([...log.rules(site, "action.qualified"), ...log.rules(site, "action.blocked")]);
      const reports = [];
      for (const map of maps) reports.push(await reportMap(log, { site, map, ...time }));
      const told = reports.filter(({ qualified, blocked }) => qualified > 0 || Object.keys(blocked).length > 0);
      return told.sort((a, b) => b.qualified - a.qualified || (a.map < b.map ? -1 : 1));
    },
  };
}
