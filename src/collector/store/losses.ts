/** Keeps what explains that a number is missing: drops that pages reported, and numbers that the collector itself refused or that copies wasted. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Tally } from "../../protocol/health";
import { REFUSED_NUMBERS, REFUSED_WAITING } from "../../protocol/limits";
import type { Drop } from "../fold/loss";
import { COPY, numbersOf } from "./numbers";
import type { Refused } from "./store";

/** Whose session it is, and up to where its numbers go; no visitor is `""`. */
export interface Own {
  site: string;
  session: string;
  visitor: string;
  highest: number;
}

export interface Losses {
  /** Takes a report that was stored just now, and never again. */
  drop(site: string, drop: Drop): void;
  /** Takes a refused number, as often as it comes. */
  refuse(refused: Refused): void;
  /** The session is known to be this visitor's: its refused numbers need not wait any more. */
  settle(own: Own): void;
  /** The highest number that a copy brought and its event does not carry, or -1: the numbers go up to it, though no event has it. */
  copied(whose: Omit<Own, "highest">): number;
  /** Refused numbers that are really missing, and drops as they were told, by reason. */
  explain(own: Own): { refused: Tally[]; dropped: Tally[] };
  /** Lets go of what is more than is kept, of the numbers that came since the last time. */
  tidy(): void;
  clear(): void;
}

export function createLosses(database: DatabaseSyncInstance): Losses {
  const fresh = new Map<string, [site: string, session: string, visitor: string]>();
  const addDrop = database.prepare(`
    INSERT INTO drops (site, session, visitor, reason, count) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (site, session, visitor, reason) DO UPDATE SET count = count + excluded.count`);
  // Two events of one number may be refused for two reasons: the choice must not depend on which came first.
  const addNumber = database.prepare(`
    INSERT INTO refusals (site, session, visitor, seq, reason) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (site, session, visitor, seq) DO UPDATE SET reason = excluded.reason WHERE excluded.reason < reason`);
  const settled = database.prepare("UPDATE refusals SET waiting = 0 WHERE site = ? AND session = ? AND visitor = ? AND waiting = 1");
  const tooMany = database.prepare(`
    DELETE FROM refusals WHERE site = ?1 AND session = ?2 AND visitor = ?3 AND seq >=
      (SELECT seq FROM refusals WHERE site = ?1 AND session = ?2 AND visitor = ?3 ORDER BY seq LIMIT 1 OFFSET ${REFUSED_NUMBERS})`);
  const tooOld = database.prepare(`
    DELETE FROM refusals WHERE n IN (SELECT n FROM refusals WHERE site = ? AND waiting = 1 ORDER BY n DESC LIMIT -1 OFFSET ${REFUSED_WAITING})`);
  const copied = database.prepare(`SELECT max(seq) AS seq FROM refusals WHERE site = ? AND session = ? AND visitor = ? AND reason = '${COPY}'`);
  const refused = database.prepare(`
    SELECT reason, count(*) AS count FROM refusals AS r WHERE site = ? AND session = ? AND visitor = ? AND seq <= ? AND NOT EXISTS
      (SELECT 1 FROM events WHERE site = r.site AND session = r.session AND seq = r.seq AND ${numbersOf("nullif(r.visitor, '')")})
    GROUP BY reason ORDER BY count DESC, reason`);
  const dropped = database.prepare("SELECT reason, count FROM drops WHERE site = ? AND session = ? AND visitor = ? ORDER BY count DESC, reason");

  return {
    drop: (site, { session, visitor, reason, count }) => void addDrop.run(site, session, visitor, reason, count),
    refuse({ site, reason, number }) {
      if (!number) return;
      const { session, visitor, seq } = number;
      addNumber.run(site, session, visitor, seq, reason);
      fresh.set(JSON.stringify([site, session, visitor]), [site, session, visitor]);
    },
    settle: ({ site, session, visitor }) => void settled.run(site, session, visitor),
    copied: ({ site, session, visitor }) => (copied.get(site, session, visitor) as { seq: number | null }).seq ?? -1,
    explain: ({ site, session, visitor, highest }) => ({
      refused: refused.all(site, session, visitor, highest) as Tally[],
      dropped: dropped.all(site, session, visitor) as Tally[],
    }),
    tidy() {
      for (const whose of fresh.values()) tooMany.run(...whose);
      for (const site of new Set([...fresh.values()].map(([first]) => first))) tooOld.run(site);
    },
    clear: () => fresh.clear(),
  };
}
