/** Takes what was emitted, writes it to disk in the same task, and keeps it until the collector has it. */
import { createProfile, stamp } from "../session/profile";
import { readLocal, writeLocal } from "./local";
import type { Draft, Profile, Row, Stamping } from "../session/profile";
import type { Store } from "./store";

/** Says what there is to record, given the profile as it stands; it may change the profile. */
export type Entry = (profile: Profile) => Draft[];

export interface Outbox {
  /** Records; settles with what was recorded once it is on disk. Never rejects. */
  push(entry: Entry): Promise<Row[]>;
  /** The page is going: leaves what is still on its way where the next page finds it. */
  hurry(): void;
  /** Rows of this tab that nobody has acknowledged yet, oldest first: what is left to send when there is no time to read the disk. */
  unsent(): Row[];
  /** The oldest rows of all tabs. */
  rows(limit: number): Promise<Row[]>;
  remove(rows: Row[]): Promise<unknown>;
  clear(): Promise<unknown>;
}

export interface OutboxOptions {
  store: Store;
  /** Key of what a page left behind that had no time to wait for the disk. */
  late: string;
  stamping: Stamping;
  /** Hears of the profile after each change, and of the rows it brought. */
  stored: (profile: Profile, rows: Row[]) => void;
  log: (message: string, detail?: unknown) => void;
}

export function createOutbox({ store, late, stamping, stored, log }: OutboxOptions): Outbox {
  const own = new Map<string, Row>();
  const pending = new Set<Entry>();
  let memory: Profile | undefined;
  let broken = false;
  // Where the disk fails, this tab's memory goes on alone: its events are still sent, but do not outlive it.
  const attempt = async <T>(task: () => Promise<T>): Promise<T | undefined> => {
    try {
      if (!broken) return await task();
    } catch (error) {
      broken = true;
      log("no storage", error);
    }
    return undefined;
  };
  const keep = (rows: Row[]) => rows.forEach((row) => own.set(row.id, row));
  // What `hurry` wrote, on this page or the one before.
  const readLate = () => (readLocal(late) as Draft[] | null) ?? [];
  return {
    async push(entry) {
      let rows: Row[] = [];
      const change = (known = memory) => {
        memory = known ?? createProfile(stamping.newId);
        // An entry that was hurried has had its turn.
        if (pending.delete(entry)) {
          rows = stamp(memory, readLate().concat(entry(memory)), stamping);
          writeLocal(late);
        }
        return { profile: memory, rows };
      };
      pending.add(entry);
      await attempt(() => store.update(change));
      // The disk did not come to it.
      if (pending.has(entry)) change();
      keep(rows);
      stored(memory!, rows);
      return rows;
    },
    hurry() {
      // Before the first answer of the disk nobody knows who visits.
      const profile = memory ?? createProfile(stamping.newId);
      const drafts = [...pending].flatMap((entry) => entry(profile));
      pending.clear();
      if (!drafts.length) return;
      writeLocal(late, readLate().concat(drafts));
      // The next page will give them the same numbers.
      if (memory) keep(stamp(memory, drafts, stamping));
    },
    unsent: () => [...own.values()],
    rows: async (limit) => (await attempt(() => store.rows(limit))) ?? [...own.values()].slice(0, limit),
    remove(rows) {
      for (const { id } of rows) own.delete(id);
      return attempt(() => store.remove(rows));
    },
    clear() {
      own.clear();
      memory = undefined;
      writeLocal(late);
      return attempt(() => store.clear());
    },
  };
}
