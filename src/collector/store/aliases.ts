/** Visitors who are others: the same browser under another id, whose events belong to the visitor for whom it stands. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { ALIASES } from "../../protocol/limits";
import { isBornLater } from "../../protocol/id";

/** Who tells of what; without a session it is about the visitor as of now. */
export interface Told {
  site: string;
  visitor: string;
  session?: string | undefined;
  /** The event's, where it is of one. */
  id?: string;
}

export interface Aliases {
  /** Whom the visitor stands for now, and since when; nothing for whoever is themselves. */
  find(site: string, visitor: string): { standsFor: string; at: number } | undefined;
  /**
   * Whose event it is. A session stays with whom it was told of first, as its numbers are theirs; and nobody who came by a reset
   * has done what was done before it.
   */
  owner(told: Told): string;
  /**
   * From now on one visitor stands for the other, who stands for nobody, and so do all who stood for the first.
   *
   * @returns whether there was room: whoever speaks for more visitors than any browser has makes them up
   */
  add(alias: { site: string; visitor: string; standsFor: string; at: number }): boolean;
  /** Those who stand for the visitor, or did. */
  of(site: string, visitor: string): string[];
  /** Forgets whom the visitor stands for, and who stands for them. */
  remove(site: string, visitor: string): void;
  /** Forgets what was read within a transaction. */
  clear(): void;
}

interface Target {
  standsFor: string;
  at: number;
}

/** Most that are remembered of whom a visitor once stood for. */
const TARGETS = 20;

export function createAliases(database: DatabaseSyncInstance): Aliases {
  const targets = database.prepare(`SELECT stands_for AS standsFor, at FROM aliases WHERE site = ? AND visitor = ? ORDER BY n DESC LIMIT ${TARGETS}`);
  const insert = database.prepare("INSERT OR REPLACE INTO aliases (site, visitor, stands_for, at) VALUES (?, ?, ?, ?)");
  const followers = database.prepare("SELECT DISTINCT visitor FROM aliases WHERE site = ? AND stands_for = ?");
  const count = database.prepare("SELECT count(*) AS count FROM aliases WHERE site = ? AND stands_for = ?");
  const remove = database.prepare("DELETE FROM aliases WHERE site = ?1 AND (visitor = ?2 OR stands_for = ?2)");
  const teller = database.prepare(`
    SELECT visitor FROM events WHERE site = ?1 AND session = ?2 AND source = 'page'
    AND (visitor = ?3 OR visitor IN (SELECT stands_for FROM aliases WHERE site = ?1 AND visitor = ?3)) ORDER BY n LIMIT 1`);

  // What a transaction has read once does not change within it but by its own hand.
  const known = new Map<string, Target[]>();
  const owners = new Map<string, string>();
  const read = (site: string, visitor: string): Target[] => {
    const key = JSON.stringify([site, visitor]);
    const found = known.get(key) ?? (targets.all(site, visitor) as unknown as Target[]);
    known.set(key, found);
    return found;
  };
  const find = (site: string, visitor: string) => read(site, visitor)[0];
  const of = (site: string, visitor: string) => (followers.all(site, visitor) as { visitor: string }[]).map((row) => row.visitor);

  return {
    find,
    owner({ site, visitor, session, id = "" }) {
      const key = JSON.stringify([site, visitor, session]);
      const settled = owners.get(key);
      if (settled !== undefined) return settled;
      const stands = read(site, visitor);
      const first = stands.length && session !== undefined ? (teller.get(site, session, visitor) as { visitor: string } | undefined) : undefined;
      const owner = first?.visitor ?? stands.find(({ standsFor }) => !isBornLater(standsFor, id))?.standsFor ?? visitor;
      if (session !== undefined) owners.set(key, owner);
      return owner;
    },
    add({ site, visitor, standsFor, at }) {
      const all = [visitor, ...of(site, visitor).filter((one) => find(site, one)?.standsFor === visitor)];
      const { count: others } = count.get(site, standsFor) as { count: number };
      if (others + all.length > ALIASES) return false;
      for (const one of all) insert.run(site, one, standsFor, at);
      known.clear();
      return true;
    },
    of,
    remove(site, visitor) {
      remove.run(site, visitor);
      known.clear();
    },
    clear() {
      known.clear();
      owners.clear();
    },
  };
}
