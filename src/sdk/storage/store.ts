/** The profile and the outbox on disk: the one place that knows idb-keyval. Every function rejects where the browser refuses. */
import { createStore as open, promisifyRequest } from "idb-keyval";
import type { Draft, Profile, Row } from "../session/profile";

/** What one step makes of the disk. */
export interface Change {
  profile: Profile;
  /** Rows to add. */
  rows: Row[];
}

export interface Store {
  /** Writes events down that have no number yet. Under way when it returns, and survives the page. */
  add(drafts: Draft[]): Promise<void>;
  /** The same for what another page left behind, but for what the disk has as rows by now: one event, two rows, and it counts as two. */
  adopt(drafts: Draft[]): Promise<void>;
  /**
   * One atomic step over all tabs: reads the profile and all that has no number yet, writes what `change` returns instead.
   * No other tab can come in between, as transactions that write the same store take turns.
   *
   * @param change may return nothing, and then the step is undone
   * @param limit how many rows to return; all without it
   * @returns the oldest rows, of all tabs
   */
  update(change: (profile: Profile | undefined, drafts: Draft[]) => Change | undefined, limit?: number): Promise<Row[]>;
  remove(rows: Row[]): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
}

/** Every draft's key, an id, sorts before "p", and every row's, a list, behind every text. */
const PROFILE = "profile";
/**
 * Sessions' ids sort by time, so rows come back in the order in which things happened. Without a number it is the key of none:
 * one that has got its number meanwhile has yet to tell of it.
 */
export const keyOf = ({ session, seq = -1, id }: Row) => [session, seq, id];

/**
 * @param name of the database; opened at first use, so that nothing is stored before consent
 */
export function createStore(name: string): Store {
  const use = open(name, "outbox");
  const drafts = IDBKeyRange.upperBound("p");
  const numbered = IDBKeyRange.lowerBound("q");
  // A promise whatever happens: a page may have put its own object in place of the browser's, or the browser nothing.
  const write = async (act: (store: IDBObjectStore) => void) =>
    use("readwrite", (store) => {
      act(store);
      // Without this word a transaction dies with its page.
      store.transaction.commit();
      return promisifyRequest<void>(store.transaction);
    });
  return {
    add: (added) => write((store) => added.forEach((draft) => store.put(draft, draft.id))),
    adopt: async (left) =>
      use("readwrite", (store) => {
        const keys = store.getAllKeys(numbered);
        keys.onsuccess = () => {
          const recorded = new Set(keys.result.map((key) => (key as IDBValidKey[])[2]));
          // A key that is a text cannot be refused.
          for (const draft of left) if (!recorded.has(draft.id)) store.put(draft, draft.id + "");
        };
        return promisifyRequest<void>(store.transaction);
      }),
    update: async (change, limit) =>
      use("readwrite", async (store) => {
        const known: IDBRequest<Profile | undefined> = store.get(PROFILE);
        const found: IDBRequest<Draft[]> = store.getAll(drafts);
        let oldest: IDBRequest<Row[]>;
        found.onsuccess = () => {
          try {
            const { profile, rows } = change(known.result, found.result)!;
            if (rows[0]) store.delete(drafts);
            store.put(profile, PROFILE);
            for (const row of rows) store.put(row, keyOf(row));
            oldest = store.getAll(numbered, limit);
            store.transaction.commit();
          } catch {
            // There was nothing to change; or what would become an error of the page.
            store.transaction.abort();
          }
        };
        await promisifyRequest(store.transaction);
        return oldest!.result;
      }),
    remove: (rows) => write((store) => rows.forEach((row) => store.delete(keyOf(row)))),
    clear: () => write((store) => store.clear()),
  };
}
