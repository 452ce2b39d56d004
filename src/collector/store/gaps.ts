/** Keeps the books of the sessions whose numbers have a gap: a row while a number is missing, none when all are there. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Tally } from "../../protocol/health";
import { ownVisit, type SessionState } from "../fold/session";
import type { Losses, Own } from "./losses";

export interface Gaps {
  /** Something was heard that may open, close or explain a gap of this session. */
  note(site: string, session: string): void;
  /** Balances what was noted, against the sessions as they are now. */
  write(stateOf: (site: string, session: string) => SessionState | undefined): void;
  clear(): void;
}

/** Whose session it is, up to where its numbers go, and how many of them are stored. */
export function numbering(site: string, state: SessionState, losses: Pick<Losses, "copied">): Own & { stored: number; latest: number } {
  const { visitor = "", numbered, highest, latest } = ownVisit(state);
  const whose = { site, session: state.id, visitor };
  return { ...whose, highest: Math.max(highest, losses.copied(whose)), stored: numbered, latest };
}

/** How many of the numbers that are missing nothing explains. A page may report more than is missing: its last events have no successor. */
export function unexplained({ highest, stored }: { highest: number; stored: number }, ...explained: Tally[][]): number {
  const known = explained.flat().reduce((sum, { count }) => sum + count, 0);
  return Math.max(0, highest + 1 - stored - known);
}

export function createGaps(database: DatabaseSyncInstance, losses: Losses): Gaps {
  const noted = new Map<string, [site: string, session: string]>();
  const save = database.prepare("INSERT OR REPLACE INTO gaps (site, session, unexplained, heard) VALUES (?, ?, ?, ?)");
  const close = database.prepare("DELETE FROM gaps WHERE site = ? AND session = ?");

  return {
    note: (site, session) => void noted.set(JSON.stringify([site, session]), [site, session]),
    write(stateOf) {
      for (const [site, session] of noted.values()) {
        const state = stateOf(site, session);
        if (!state) continue;
        const own = numbering(site, state, losses);
        losses.settle(own);
        const { refused, dropped } = own.stored > own.highest ? {} : losses.explain(own);
        if (refused && dropped) save.run(site, session, unexplained(own, refused, dropped), own.latest);
        else close.run(site, session);
      }
    },
    clear: () => noted.clear(),
  };
}
