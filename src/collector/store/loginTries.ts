/** Keeps how often it was tried to log in, under keyed hashes of who and from where, so that a restart gives nobody new tries. */
import { createHash } from "node:crypto";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Vault } from "../vault/vault";
import { transact, unwitnessed } from "./transaction";

export interface Tries {
  count: number;
  /** Milliseconds since 1970, as all times here. */
  lastAt: number;
  /** Nobody enters before. */
  until: number;
}

export interface TriesToChange {
  keys: string[];
  /** Whatever was last tried then or before is forgotten. */
  forgottenAt: number;
}

export interface TriesStore {
  /**
   * One transaction, so that many at once count one after the other.
   *
   * @param decide changes what is known by key; what it leaves as it is is not written
   */
  changeTries<Result>(which: TriesToChange, decide: (known: Map<string, Tries>) => Result): Promise<Result>;
}

/** Most keys that are kept; the oldest go first. */
const KEYS = 10_000;

export function createLoginTries(database: DatabaseSyncInstance, vault: Vault): TriesStore {
  const find = database.prepare("SELECT count, last_at AS lastAt, until FROM login_tries WHERE key = ? AND last_at > ?");
  const save = database.prepare("INSERT OR REPLACE INTO login_tries (key, count, last_at, until) VALUES (?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM login_tries WHERE key = ?");
  const forget = database.prepare("DELETE FROM login_tries WHERE last_at <= ?");
  const bound = database.prepare(`DELETE FROM login_tries WHERE key IN (SELECT key FROM login_tries ORDER BY last_at DESC LIMIT -1 OFFSET ${KEYS})`);
  const hash = (key: string) => vault.blind("", "tries", createHash("sha256").update(key).digest("hex")).toString("hex");

  return {
    changeTries: async ({ keys, forgottenAt }, decide) =>
      unwitnessed(() => transact(database, () => {
        const before = new Map(keys.flatMap((key): [string, Tries][] => {
          const row = find.get(hash(key), forgottenAt) as unknown as Tries | undefined;
          return row ? [[key, row]] : [];
        }));
        const known = new Map(before);
        const result = decide(known);
        const changed = keys.filter((key) => known.get(key) !== before.get(key));
        for (const key of changed) {
          const tries = known.get(key);
          if (tries) save.run(hash(key), tries.count, tries.lastAt, tries.until);
          else remove.run(hash(key));
        }
        if (changed.length) {
          forget.run(forgottenAt);
          bound.run();
        }
        return result;
      })),
  };
}
