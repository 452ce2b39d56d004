/** Takes what was emitted, writes it down in the same task, and keeps it until the collector has answered for it. */
import { DISK_MS, LEASE_MS } from "../../protocol/limits";
import { createProfile, stamp } from "../session/profile";
import { localKeys, readLocal, writeLocal } from "./local";
import { isFull, makeRoom } from "./room";
import type { Data } from "../../protocol/event";
import type { Draft, Profile, Row, Stamping } from "../session/profile";
import type { Change, Store } from "./store";

/** What there is to record: an event, or what only the profile can tell; it may change the profile. */
export type Entry = Draft | ((profile: Profile) => Draft[]);

export interface Outbox {
  /** Records: in localStorage before the task ends, and numbered by the next `settle`. */
  push(entry: Entry): void;
  /** Gives everything that was pushed its session and number, and a place in the outbox that all tabs share. Never rejects. */
  settle(): Promise<void>;
  /** The page is going: the same without the disk, which could not answer any more. Another page puts it into the outbox. */
  hurry(): void;
  /** The profile as this tab knows it. */
  profile(): Profile | undefined;
  /** Rows of this tab that nobody has acknowledged yet, oldest first: what is left to send when there is no time to read the disk. */
  unsent(): Row[];
  /** The oldest rows, of all tabs. */
  rows(limit: number): Promise<Row[]>;
  /** @param reason why the collector will never have them, if that is so; it is told so */
  remove(rows: Row[], reason?: string): Promise<void>;
  /** Forgets everything, and what is on its way. */
  clear(): void;
}

export interface OutboxOptions {
  store: Store;
  /** Every key in localStorage begins like this, and a colon. */
  name: string;
  stamping: Stamping;
  now: () => number;
  /** Makes an event of the tracker's own. */
  draft: (type: string, data: Data) => Draft;
  /** Hears of what the page does not know of yet: it was not there when it was pushed. */
  tell: (row: Row) => void;
  /** Hears that there are rows that may be sent now. */
  settled: () => void;
  /** Hears that there will be something to settle, and to send, in that many milliseconds. */
  wake: (ms: number) => void;
  log: (...said: unknown[]) => void;
}

/** So many events share a key in localStorage: more would be written again and again. */
const CHUNK = 16;
const NEVER = { key: "", at: Infinity, count: 0 };

export function createOutbox({ store, name, stamping, now, draft, tell, settled, wake, log }: OutboxOptions): Outbox {
  const { newId } = stamping;
  const journal = `${name}:j${newId()}`;
  const own = new Map<string, Row>();
  let pending: Entry[] = [];
  let hurried: Row[] = [];
  let news: Row[] = [];
  let memory: Profile | undefined;
  let writing = false;
  let written = 0;
  let last = NEVER;
  let broken = false;
  let era = 0;
  let settling = Promise.resolve();

  const unsent = () => [...own.values()];
  // What this page would take with it if its process died: what has numbers, and, a few at a time, what has none.
  const keep = (key: string, events: (Draft | Row)[]) => writeLocal(key, events[0] && [now(), ...events]);
  const write = () => {
    writing = false;
    yieldAdopted();
    const drafts = pending.slice(written).filter((entry) => typeof entry !== "function");
    const key = `${journal}.${written}`;
    if (keep(key, drafts)) last = { key, at: now(), count: pending.length };
    if (drafts.length >= CHUNK) written = pending.length;
  };
  // A page that slept may have been taken for dead: then others have given its events their numbers.
  const yieldAdopted = () => {
    if (now() - last.at < LEASE_MS || readLocal(last.key)) return;
    pending = pending.filter((entry, i) => i >= last.count || typeof entry === "function");
    forget();
  };
  const forget = () => {
    localKeys(`${journal}.`).forEach((key) => writeLocal(key));
    written = 0;
    last = NEVER;
  };
  const push = (entry: Entry) => {
    pending.push(entry);
    // Once a task: a microtask still belongs to the task that emitted.
    if (!writing) queueMicrotask(write);
    writing = true;
  };
  // Where the disk fails, this tab's memory goes on alone: its events are still sent.
  const attempt = async <T>(task: () => Promise<T>): Promise<T | undefined> => {
    if (broken) return undefined;
    const begun = era;
    // Ten short waits: a page that was busy itself has used up one of them at most.
    let waits = 10;
    const silence = new Promise<never>((_, reject) => {
      const wait = () => (waits-- > 0 ? setTimeout(wait, DISK_MS / 10) : reject({ name: "timeout" }));
      wait();
    });
    try {
      return await Promise.race([task(), silence]);
    } catch (error) {
      log(error);
      // Without an error it was this tab that took its step back.
      if (error && !broken) {
        broken = true;
        if (begun === era) push(draft("sdk.degraded", { reason: (error as Error).name }));
      }
      return undefined;
    } finally {
      waits = 0;
    }
  };

  const report = (rows: Row[], reason: string): Draft[] => {
    const counts: { [session: string]: number } = {};
    for (const { session, type } of rows) if (type !== "sdk.dropped") counts[session] = (counts[session] ?? 0) + 1;
    return Object.entries(counts).map(([session, count]) => draft("sdk.dropped", { session, reason, count }));
  };
  const latest = (known: Profile | undefined): Profile => {
    const left = readLocal(`${name}:`) as Profile | null;
    memory = known && !(left && left.steps > known.steps) ? known : (left ?? createProfile(newId));
    // Whoever was in a hurry did not know of other tabs' numbers, nor they of theirs.
    const { session } = memory;
    for (const other of [known, left]) if (session && other?.session?.id === session.id) session.seq = Math.max(session.seq, other.session.seq);
    // An earlier version did not count.
    memory.steps = (memory.steps || 0) + 1;
    memory.grown ||= 0;
    return memory;
  };
  // Everything that waits, numbered.
  const take = (profile: Profile, found: (Draft | Row)[] = []): Row[] => {
    yieldAdopted();
    const rows = stamp(profile, [...found, ...hurried], stamping);
    for (const entry of pending.splice(0)) {
      const stamped = stamp(profile, typeof entry === "function" ? entry(profile) : [entry], stamping);
      rows.push(...stamped);
      news.push(...stamped.filter(({ id }) => id !== (entry as Draft).id));
    }
    for (const row of rows) own.set(row.id, row);
    keep(journal, (hurried = rows));
    forget();
    writeLocal(`${name}:`, profile);
    return rows;
  };
  const announce = () => {
    news.splice(0).forEach(tell);
    settled();
  };

  // What other pages wrote down: rows at once, drafts only of those that must be dead by now.
  const adopt = () => {
    const keys: string[] = [];
    const found = localKeys(`${name}:j`).flatMap((key) => {
      try {
        const [at, ...events] = readLocal(key) as [number, ...(Draft | Row)[]];
        if (key.startsWith(journal)) return [];
        if (events.every((event) => "seq" in event) || Math.abs(now() - at) > LEASE_MS) {
          keys.push(key);
          return events;
        }
        wake(LEASE_MS);
      } catch {
        // Nothing that this version wrote.
      }
      return [];
    });
    return { keys, found };
  };
  const step = async (): Promise<void> => {
    if (!pending[0] && !hurried[0] && !adopt().keys[0] && !(memory && isFull(memory))) return;
    const begun = era;
    let rows: Row[] = [];
    const change = (known: Profile | undefined, all?: Row[]): Change => {
      const profile = latest(known);
      const { keys, found } = adopt();
      rows = take(profile, found);
      // Only now, as this page has them in its own journal.
      keys.forEach((key) => writeLocal(key));
      const gone = makeRoom(profile, rows, all);
      const reports = stamp(profile, report(gone, "full"), stamping);
      for (const row of reports) own.set(row.id, row);
      for (const { id } of gone) own.delete(id);
      return { profile, rows: [...rows, ...reports], gone };
    };
    await attempt(() => store.update((known, all) => (broken || begun !== era ? undefined : change(known, all))));
    if (begun !== era) return;
    // The disk did not come to it.
    if (broken) change(memory, memory && isFull(memory) ? unsent().filter((row) => !hurried.includes(row)) : undefined);
    keep(journal, (hurried = hurried.filter((row) => !rows.includes(row))));
    announce();
    if (isFull(memory!)) await step();
  };
  // One after the other: what came while one was under way is for the next.
  const settle = () => (settling = settling.then(step).catch(log));

  return {
    push,
    settle,
    hurry() {
      if (!pending[0] && !broken) return;
      take(latest(memory));
      // Where the disk fails, all of it: the next page may have better luck.
      if (broken) keep(journal, (hurried = unsent()));
      announce();
    },
    profile: () => memory,
    unsent,
    rows: async (limit) => (await attempt(() => store.rows(limit))) ?? unsent().slice(0, limit),
    async remove(rows, reason) {
      for (const { id } of rows) own.delete(id);
      if (hurried[0]) keep(journal, (hurried = hurried.filter(({ id }) => own.has(id))));
      await attempt(() => store.remove(rows));
      if (reason) report(rows, reason).forEach(push);
    },
    clear() {
      // What a transaction is about to record is for nobody.
      era++;
      pending = [];
      hurried = [];
      forget();
      own.clear();
      memory = undefined;
      localKeys(`${name}:`).forEach((key) => writeLocal(key));
      store.clear().catch(log);
    },
  };
}
