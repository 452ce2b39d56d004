/** Takes what was emitted, writes it to disk in the same task, and keeps it until the collector has it. */
import { createProfile, stamp } from "../session/profile";
import type { Draft, Profile, Row, Stamping } from "../session/profile";
import type { Store } from "./store";

/** Says what there is to record, given the profile as it stands; it may change the profile. */
export type Entry = (profile: Profile) => Draft[];

export interface Outbox {
  /** Records; settles with what was recorded once it is on disk. Never rejects. */
  push(entry: Entry): Promise<Row[]>;
  /** The page is going: writes what is still on its way without waiting for its turn. */
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
  stamping: Stamping;
  /** Hears of the profile after each change, and of the rows it brought. */
  stored: (profile: Profile, rows: Row[]) => void;
  log: (message: string, detail?: unknown) => void;
}

export function createOutbox({ store, stamping, stored, log }: OutboxOptions): Outbox {
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
  return {
    async push(entry) {
      let rows: Row[] = [];
      const change = (known = memory) => {
        memory = known ?? createProfile(stamping.newId);
        // An entry that was hurried has had its turn.
        if (pending.delete(entry)) rows = stamp(memory, entry(memory), stamping);
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
      const profile = memory;
      if (!profile || !pending.size) return;
      const rows = [...pending].flatMap((entry) => stamp(profile, entry(profile), stamping));
      pending.clear();
      keep(rows);
      void attempt(() => store.write({ profile, rows }));
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
      return attempt(() => store.clear());
    },
  };
}
