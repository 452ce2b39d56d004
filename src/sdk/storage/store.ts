/** The profile and the outbox on disk: the one place that knows idb-keyval. Every function rejects where the browser refuses. */
import { createStore as open, promisifyRequest } from "idb-keyval";
import type { Profile, Row } from "../session/profile";

export interface Store {
  /**
   * One atomic step over all tabs: reads the profile, writes the one that `change` returns together with its rows. No
   * other tab can come in between, as transactions that write the same store take turns.
   */
  update(change: (profile: Profile | undefined) => { profile: Profile; rows: Row[] }): Promise<void>;
  /** The oldest rows of the outbox, of all tabs. */
  rows(limit: number): Promise<Row[]>;
  remove(rows: Row[]): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
}

/** A text sorts before every list, so that rows can be read without it. */
const PROFILE = "profile";
/** Sessions' ids sort by time, so rows come back in the order in which things happened. */
const keyOf = ({ session, seq, id }: Row) => [session, seq, id];

/**
 * @param name of the database; opened at first use, so that nothing is stored before consent
 */
export function createStore(name: string): Store {
  const use = open(name, "outbox");
  const write = (action: (store: IDBObjectStore) => void) =>
    use("readwrite", (store) => {
      action(store);
      return promisifyRequest<void>(store.transaction);
    });
  return {
    update: (change) =>
      write((store) => {
        store.get(PROFILE).onsuccess = ({ target }) => {
          // What the next line but one has written.
          const { profile, rows } = change((target as IDBRequest<Profile | undefined>).result);
          store.put(profile, PROFILE);
          for (const row of rows) store.put(row, keyOf(row));
          // Without this word a transaction dies with its page.
          store.transaction.commit();
        };
      }),
    rows: (limit) => use("readonly", (store) => promisifyRequest<Row[]>(store.getAll(IDBKeyRange.lowerBound(PROFILE, true), limit))),
    remove: (rows) => write((store) => rows.forEach((row) => store.delete(keyOf(row)))),
    clear: () => write((store) => store.clear()),
  };
}
