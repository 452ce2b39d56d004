/** Counts what people did after an action map's condition had held for them. */
import { RULE_GROUP_DAYS, type GroupReport } from "../../protocol/ruleAnswers";
import { nextTurn, type RuleLog, type RuleRow } from "./ruleLog";
import { shareOf } from "./share";

/** Who, and since when. */
export interface Member {
  visitor: string | null;
  session: string | null;
  at: number;
}
/** People by what names them. */
export type Group = Map<string, Member>;

const WINDOW_MS = RULE_GROUP_DAYS * 86_400_000;
/** People who are looked up in one turn. */
const SLICE = 100;

/** Who it is about: a visitor, or where nobody knows the visit. */
export const personOf = ({ visitor, session, id }: Pick<RuleRow, "visitor" | "session" | "id">): string =>
  JSON.stringify(visitor !== null ? [visitor] : ["", session ?? id]);

/** What comes first counts. */
export function join(group: Group, row: RuleRow): void {
  const person = personOf(row);
  const known = group.get(person);
  if (!known || row.at < known.at) group.set(person, { visitor: row.visitor, session: row.session, at: row.at });
}

export async function reportGroup(log: RuleLog, site: string, group: Group): Promise<GroupReport> {
  const outcomes = new Map<string, { name: string; persons: number; value: number }>();
  let [talked, looked] = [0, 0];
  for (const { visitor, session, at } of group.values()) {
    const query = { site, visitor, session, from: at, until: at + WINDOW_MS };
    if (log.hasTalked(query)) talked++;
    const deeds = log.outcomes(query);
    const done = new Set(deeds.map(({ outcome }) => outcome));
    for (const { outcome, name, value } of deeds) {
      const known = outcomes.get(outcome) ?? { name: "", persons: 0, value: 0 };
      outcomes.set(outcome, { name: name ?? known.name, persons: known.persons + (done.delete(outcome) ? 1 : 0), value: known.value + (typeof value === "number" ? value : 0) });
    }
    if (++looked % SLICE === 0) await nextTurn();
  }
  const byName = [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    persons: group.size,
    talked: shareOf(talked, group.size),
    outcomes: byName.map(([outcome, { name, persons, value }]) => ({ outcome, name, persons: shareOf(persons, group.size), value })),
  };
}
