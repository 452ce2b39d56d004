/** Reads from the log what rules have decided and what became of it, a page at a time: between pages everybody else is served. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Source } from "../../protocol/event";

/** Of one type, of one rule, between two moments. */
export interface RuleQuery {
  site: string;
  type: "segment.matched" | "outcome.achieved" | "action.qualified" | "action.blocked";
  rule: string;
  from: number;
  /** Not included. */
  until: number;
}

export interface RuleRow {
  n: number;
  id: string;
  at: number;
  source: Source;
  visitor: string | null;
  session: string | null;
  /** Name of the rule as it was then. */
  name: string | null;
  /** Of actions. */
  action: string | null;
  reason: string | null;
  offer: string | null;
}

/** What was told of an offer. */
export interface OfferRow {
  type: string;
  source: Source;
  visitor: string | null;
  conversation: string | null;
}

/** Whose deeds are asked for: everything from a moment on until another. */
export interface DeedQuery {
  site: string;
  visitor: string | null;
  session: string | null;
  from: number;
  /** Included. Of the session itself whatever came later counts as well. */
  until: number;
}

export interface RuleLog {
  /** Ids of the rules that have decided anything of a type, whenever that was. */
  rules(site: string, type: RuleQuery["type"]): string[];
  rows(query: RuleQuery): AsyncGenerator<RuleRow[]>;
  offer(site: string, id: string): OfferRow[];
  /** Was this offer made to them, by this rule? */
  isOffered(offer: { site: string; id: string; visitor: string | null; rule: string }): boolean;
  isConnected(site: string, conversation: string): boolean;
  outcomes(query: DeedQuery): { outcome: string; name: string | null; value: number | null }[];
  hasTalked(query: DeedQuery): boolean;
}

const PAGE = 250;
/** Most words on one offer that are read: no page needs more to tell what became of it. */
const WORDS = 100;

const RULE = "coalesce(json_extract(data, '$.map'), json_extract(data, '$.outcome'), json_extract(data, '$.segment'))";
/** In the words of the index. */
const DECIDED = "type IN ('segment.matched', 'outcome.achieved', 'action.qualified', 'action.blocked')";
const OFFER = "type GLOB 'con[vt]*' AND json_extract(data, '$.offer')";

/** Everybody else's turn. */
export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

export function createRuleLog(database: DatabaseSyncInstance): RuleLog {
  const next = database.prepare(`SELECT ${RULE} AS rule FROM events WHERE site = ?1 AND ${DECIDED} AND type = ?2 AND ${RULE} > ?3 ORDER BY ${RULE} LIMIT 1`);
  const text = (name: string) => `CAST(json_extract(data, '$.${name}') AS TEXT)`;
  const page = database.prepare(`
    SELECT n, id, at, source, visitor, session, ${text("name")} AS name, ${text("type")} AS action, ${text("reason")} AS reason, ${text("offer")} AS offer FROM events
    WHERE site = ?1 AND ${DECIDED} AND type = ?2 AND ${RULE} = ?3 AND (at, n) > (?4, ?5) AND at < ?6 ORDER BY at, n LIMIT ${PAGE}`);
  const words = database.prepare(`SELECT type, source, visitor, conversation FROM events WHERE site = ? AND ${OFFER} = ? ORDER BY n LIMIT ${WORDS}`);
  const offered = database.prepare(`SELECT 1 FROM events WHERE site = ? AND id = ? AND type = 'action.qualified' AND source <> 'page' AND visitor IS ? AND ${RULE} = ?`);
  const connected = database.prepare(`
    SELECT 1 FROM conversations AS c LEFT JOIN conversations AS w ON w.site = c.site AND w.id = c.part_of
    WHERE c.site = ? AND c.id = ? AND json_extract(coalesce(w.state, c.state), '$.connectedAt') IS NOT NULL`);
  const achieved = `SELECT n, ${text("outcome")} AS outcome, ${text("name")} AS name, json_extract(data, '$.value') AS value FROM events WHERE site = ?1 AND type = 'outcome.achieved' AND source <> 'page'`;
  const outcomes = database.prepare(`
    ${achieved} AND visitor = ?2 AND at BETWEEN ?4 AND ?5 UNION ${achieved} AND session = ?3 AND visitor IS ?2 AND at >= ?4 ORDER BY n`);
  const talked = database.prepare(`
    SELECT 1 FROM conversations WHERE site = ?1 AND visitor = ?2 AND json_extract(state, '$.connectedAt') BETWEEN ?4 AND ?5
    UNION ALL SELECT 1 FROM conversations WHERE site = ?1 AND session = ?3 AND visitor IS ?2 AND json_extract(state, '$.connectedAt') >= ?4 LIMIT 1`);

  return {
    rules(site, type) {
      const found: string[] = [];
      for (let last = ""; ; ) {
        const row = next.get(site, type, last) as { rule: string } | undefined;
        if (!row) return found;
        found.push((last = String(row.rule)));
      }
    },
    async *rows({ site, type, rule, from, until }) {
      for (let at = from, n = -1; ; ) {
        const rows = page.all(site, type, rule, at, n, until) as unknown as RuleRow[];
        const last = rows.at(-1);
        if (!last) return;
        yield rows;
        await nextTurn();
        if (rows.length < PAGE) return;
        ({ at, n } = last);
      }
    },
    offer: (site, id) => words.all(site, id) as unknown as OfferRow[],
    isOffered: ({ site, id, visitor, rule }) => offered.get(site, id, visitor, rule) !== undefined,
    isConnected: (site, conversation) => connected.get(site, conversation) !== undefined,
    outcomes: ({ site, visitor, session, from, until }) => outcomes.all(site, visitor, session, from, until) as unknown as ReturnType<RuleLog["outcomes"]>,
    hasTalked: ({ site, visitor, session, from, until }) => talked.get(site, visitor, session, from, until) !== undefined,
  };
}
