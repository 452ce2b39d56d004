/** Reads what the health page and /metrics show, from books that are kept beside the log and are small. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { GapCounts, Health, Range, SessionGap, Tally } from "../../protocol/health";
import { GAP_SETTLE_MS } from "../../protocol/limits";
import { sessionCard, type SessionState } from "../fold/session";
import type { Vault } from "../vault/vault";
import { numbering, unexplained } from "./gaps";
import { createLosses, type Own } from "./losses";
import { COPY, numbersOf } from "./numbers";
import type { HealthQuery } from "./store";
import { DAY_MINUTES, MINUTE_MS, type Happening } from "./tallies";
import { createVisitorRows, SHOWN_COLUMNS, type Shown } from "./visitorRows";

const CHART_MINUTES = 60;
/** Most ranges of missing numbers that are listed of a session. */
const RANGES = 20;
/** Most numbers of a session that are looked at to find them: a page may send any, and everybody waits meanwhile. */
const NUMBERS_READ = 10_000;

export interface HealthReading {
  /** Of all sites, for operators. */
  gaps(now: number): GapCounts;
  read(query: HealthQuery): Omit<Health, "pages">;
}

interface TallyRow extends Tally {
  what: Happening["what"];
}
interface GapRow extends Omit<Shown, "site"> {
  state: string;
}

/** Totals are floating-point: a page may claim numbers whose sum no integer holds. */
const counts = (where: string) => `
  SELECT count(*) FILTER (WHERE unexplained > 0 AND heard <= ?1) AS open, count(*) FILTER (WHERE unexplained > 0 AND heard > ?1) AS settling,
    count(*) FILTER (WHERE unexplained = 0) AS explained, total(unexplained) FILTER (WHERE heard <= ?1) AS missing FROM gaps ${where}`;
const listed = (which: string) => `
  SELECT s.state, s.visitor, ${SHOWN_COLUMNS} FROM gaps AS g JOIN sessions AS s ON s.site = g.site AND s.id = g.session
  LEFT JOIN visitors AS who ON who.site = s.site AND who.id = s.visitor WHERE g.site = ? AND g.unexplained ${which} ORDER BY g.heard DESC LIMIT ?`;

export function createHealth(database: DatabaseSyncInstance, vault: Vault): HealthReading {
  const visitors = createVisitorRows(database, vault);
  const losses = createLosses(database);
  const all = database.prepare(counts(""));
  const ofSite = database.prepare(counts("WHERE site = ?2"));
  const open = database.prepare(listed("> 0"));
  const explained = database.prepare(listed("= 0"));
  const tallies = database.prepare("SELECT what, reason, sum(count) AS count FROM tallies WHERE site = ? AND minute > ? GROUP BY what, reason ORDER BY count DESC, reason");
  const minutes = database.prepare("SELECT minute, count FROM tallies WHERE site = ? AND what = 'stored' AND minute > ?");
  const last = database.prepare("SELECT last FROM tallies WHERE site = ? AND what = 'stored' ORDER BY minute DESC LIMIT 1");
  // A refused number is known to be missing, so that for once it counts among those that are there. What a copy brought was given too.
  const holes = database.prepare(`
    WITH given AS MATERIALIZED
      (SELECT seq FROM events WHERE site = ?1 AND session = ?2 AND ${numbersOf("nullif(?3, '')")}
        UNION SELECT seq FROM refusals WHERE site = ?1 AND session = ?2 AND visitor = ?3 AND reason = '${COPY}' ORDER BY seq LIMIT ${NUMBERS_READ}),
    known AS
      (SELECT seq FROM given UNION ALL SELECT seq FROM refusals WHERE site = ?1 AND session = ?2 AND visitor = ?3 AND seq < (SELECT max(seq) FROM given))
    SELECT before + 1 AS first, seq - 1 AS last FROM (SELECT seq, lag(seq, 1, -1) OVER (ORDER BY seq) AS before FROM known)
    WHERE seq > before + 1 ORDER BY first LIMIT ${RANGES + 1}`);

  const missing = ({ site, session, visitor }: Own): Range[] =>
    (holes.all(site, session, visitor) as { first: number; last: number }[]).map((hole) => [hole.first, hole.last]);

  const toGap = (site: string, row: unknown): SessionGap => {
    const { state: json, ...shown } = row as GapRow;
    const state = JSON.parse(json) as SessionState;
    const own = numbering(site, state, losses);
    const { code, visitor, title, url, startedAt } = sessionCard(state);
    const { name } = visitors.named({ site, ...shown }, startedAt);
    const { refused, dropped } = losses.explain(own);
    const ranges = missing(own);
    return {
      session: state.id, code, visitor, ...(name && { name }), ...(title !== undefined && { title }), ...(url !== undefined && { url }),
      stored: own.stored, expected: own.highest + 1, refused, dropped, unexplained: unexplained(own, refused, dropped),
      missing: ranges.slice(0, RANGES), more: ranges.length > RANGES || own.stored > NUMBERS_READ, heardAt: own.latest,
    };
  };

  const settled = (now: number) => now - GAP_SETTLE_MS;
  return {
    gaps: (now) => all.get(settled(now)) as unknown as GapCounts,
    read({ site, now, limit }) {
      const minute = Math.floor(now / MINUTE_MS);
      const rows = tallies.all(site, minute - DAY_MINUTES) as unknown as TallyRow[];
      const of = (what: Happening["what"]): Tally[] => rows.filter((row) => row.what === what).map(({ reason, count }) => ({ reason, count }));
      const sum = (what: Happening["what"]) => of(what).reduce((total, { count }) => total + count, 0);
      const perMinute = new Map((minutes.all(site, minute - CHART_MINUTES) as { minute: number; count: number }[]).map((row) => [row.minute, row.count]));
      const lastAt = (last.get(site) as { last: number } | undefined)?.last;
      const unknown = open.all(site, limit);
      const known = explained.all(site, limit - unknown.length);
      return {
        now,
        minutes: Array.from({ length: CHART_MINUTES }, (_, i) => perMinute.get(minute - CHART_MINUTES + 1 + i) ?? 0),
        ...(lastAt !== undefined && { lastAt }),
        stored: sum("stored"), duplicates: sum("duplicate"), dropped: of("dropped"), degraded: of("degraded"), refused: of("refused"),
        gaps: ofSite.get(settled(now), site) as unknown as GapCounts,
        sessions: [...unknown, ...known].map((row) => toGap(site, row)),
      };
    },
  };
}
