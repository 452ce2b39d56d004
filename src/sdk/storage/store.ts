/** The profile and the outbox on disk: the one place that knows idb-keyval. Every function rejects where the browser refuses. */
import { createStore as open, promisifyRequest } from "idb-keyval";
import { isFull } from "./room";
import type { Profile, Row } from "../session/profile";

/** What one step makes of the disk. */
export interface Change {
  profile: Profile;
  /** Rows to add. */
  rows: Row[];
  /** Rows to give up, though they may be among those to add. */
  gone: Row[];
}

export interface Store {
  /**
   * One atomic step over all tabs: reads the profile, writes what `change` returns. No other tab can come in between, as
   * transactions that write the same store take turns.
   *
   * @param change gets all rows too where there may be too many; it may return nothing, and then nothing is changed
   */
  update(change: (profile: Profile | undefined, all?: Row[]) => Change | undefined): Promise<void>;
  /** The oldest rows of the outbox, of all tabs. */
  rows(limit: number): Promise<Row[]>;
  remove(rows: Row[]): Promise<unknown>;
  /** Forgets everything. */
  clear(): Promise<unknown>;
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
  const getRows = (store: IDBObjectStore, limit?: number): IDBRequest<Row[]> => store.getAll(IDBKeyRange.lowerBound(PROFILE, true), limit);
  return {
    update: (change) =>
      write((store) => {
        const known: IDBRequest<Profile | undefined> = store.get(PROFILE);
        known.onsuccess = () => {
          const apply = () => {
            try {
              const { profile, rows, gone } = change(known.result, all?.result)!;
              store.put(profile, PROFILE);
              for (const row of rows) store.put(row, keyOf(row));
              for (const row of gone) store.delete(keyOf(row));
              // Without this word a transaction dies with its page.
              store.transaction.commit();
            } catch {
              // There was nothing to change; or what would become an error of the page.
              store.transaction.abort();
            }
          };
          const all = known.result && isFull(known.result) ? getRows(store) : undefined;
          if (all) all.onsuccess = apply;
          else apply();
        };
      }),
    rows: (limit) => use("readonly", (store) => promisifyRequest(getRows(store, limit))),
    remove: (rows) => write((store) => rows.forEach((row) => store.delete(keyOf(row)))),
    clear: () => write((store) => store.clear()),
  };
}
