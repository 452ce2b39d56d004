/** The side of the store that looks back on rules, put together of the parts that read the log. */
import { countByRules } from "./doneByRules";
import { reportMap } from "./mapReport";
import { createPast } from "./past";
import { createPastPeople } from "./pastPeople";
import { createQueueTurns } from "./queueTurns";
import type { Registry } from "./registry";
import type { RuleHistory } from "./historyStore";
import { createRuleLog } from "./ruleLog";

export function createRuleHistory({ database, contacts }: Pick<Registry, "database" | "contacts">): RuleHistory {
  const log = createRuleLog(database);
  const past = createPast({ database, contacts });

  return {
    async mapReports({ site, ...time }) {
      const maps = new Set([...log.rules(site, "action.qualified"), ...log.rules(site, "action.blocked")]);
      const reports = [];
      for (const map of maps) reports.push(await reportMap(log, { site, map, ...time }));
      const told = reports.filter(({ qualified, blocked }) => qualified > 0 || Object.keys(blocked).length > 0);
      return told.sort((a, b) => b.qualified - a.qualified || (a.map < b.map ? -1 : 1));
    },
    doneByRules: (span) => countByRules(log, span),
    pastPeople: createPastPeople(database),
    past: async (query) => past(query),
    queueTurns: createQueueTurns(database),
  };
}
