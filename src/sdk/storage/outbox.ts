/** Takes what was emitted, writes it to disk in the same task, and keeps it until the collector has it. */
import { createProfile, stamp } from "../session/profile";
import { readLocal, writeLocal } from "./local";
import type { Draft, Profile, Row, Stamping } from "../session/profile";
import type { Store } from "./store";

/** Says what there is to record, given the profile as it stands; it may change the profile. */
export type Entry = (profile: Profile) => Draft[];

export interface Outbox {
  /** Records; settles with what was recorded once it is on disk. Never rejects. */
  push(entry: Entry): Promise<Draft[]>;
  /** The page is going: leaves what is still on its way where the next page finds it. */
  hurry(): void;
  /** The profile as this tab knows it. */
  profile(): Profile | undefined;
  /** Rows of this tab that nobody has acknowledged yet, oldest first: what is left to send when there is no time to read the disk. */
  unsent(): Row[];
  /** The oldest rows of all tabs. */
  rows(limit: number): Promise<Row[]>;
  remove(rows: Row[]): Promise<unknown>;
  /** Forgets everything, and what is on its way. */
  clear(): Promise<void>;
}

export interface OutboxOptions {
  store: Store;
  /** Key of what a page left behind that had no time to wait for the disk. */
  late: string;
  stamping: Stamping;
  /** Hears of the rows that each change brought. */
  stored: (rows: Row[]) => void;
  log: (...said: unknown[]) => void;
}

/** What a page left behind: its profile, and its events; drafts while it did not know the profile yet. */
interface Left {
  profile?: Profile | undefined;
  events: (Draft | Row)[];
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
      log(error);
    }
    return undefined;
  };
  const unsent = () => [...own.values()];
  const keep = (rows: Row[]) => rows.forEach((row) => own.set(row.id, row));
  // What `hurry` wrote, on this page or the one before.
  const readLate = () => (readLocal(late) ?? { events: [] }) as Left;
  return {
    async push(entry) {
      let rows: Row[] = [];
      const change = (known?: Profile) => {
        const { profile, events } = readLate();
        const last = profile?.session;
        if (last && last.id === known?.session?.id) last.seq = Math.max(last.seq, known.session.seq);
        memory = profile ?? known ?? createProfile(stamping.newId);
        rows = stamp(memory, events, stamping);
        // An entry that was hurried has had its turn.
        if (pending.delete(entry)) rows.push(...stamp(memory, entry(memory), stamping));
        writeLocal(late);
        return { profile: memory, rows };
      };
      pending.add(entry);
      await attempt(() => store.update(change));
      // The disk did not come to it.
      if (pending.has(entry)) change(memory);
      keep(rows);
      stored(rows);
      return rows;
    },
    hurry() {
      if (!pending.size) return;
      // Before the first answer of the disk nobody knows who visits: drafts are all there can be.
      const nobody = createProfile(stamping.newId);
      const events = [...pending].flatMap((entry) => (memory ? stamp(memory, entry(memory), stamping) : entry(nobody)));
      pending.clear();
      writeLocal(late, { profile: memory, events: readLate().events.concat(events) });
      if (memory) keep(events as Row[]);
    },
    profile: () => memory,
    unsent,
    rows: async (limit) => (await attempt(() => store.rows(limit))) ?? unsent().slice(0, limit),
    remove(rows) {
      for (const { id } of rows) own.delete(id);
      return attempt(() => store.remove(rows));
    },
    async clear() {
      pending.clear();
      writeLocal(late);
      await attempt(() => store.clear());
      own.clear();
      memory = undefined;
    },
  };
}
