/** Takes what was emitted, writes it down in the same task, and keeps it until the collector has answered for it. */
import { DISK_AGAIN_MS, DISK_MS, JOURNAL_MS, OUTBOX_BYTES } from "../../protocol/limits";
import { RESET, createProfile, stamp } from "../session/profile";
import { localKeys, readLocal, writeLocal } from "./local";
import { findSpare, weigh } from "./room";
import type { DROP_REASONS, Data } from "../../protocol/event";
import type { Draft, Profile, Row, Stamping } from "../session/profile";
import type { Change, Store } from "./store";

export interface Outbox {
  /** Records an event: it is on its way to disk before the task ends. */
  push(draft: Draft): void;
  /** Gives everything that was pushed, in all tabs, its session and number. Never rejects; returns the oldest rows, of all tabs. */
  settle(limit?: number): Promise<Row[]>;
  /** The page is going, and the disk may not answer any more: what is not safe yet is left to whichever page comes next. */
  hurry(): void;
  /** The profile as this tab knows it. */
  profile(): Profile | undefined;
  /** Rows of this tab that nobody has acknowledged yet, oldest first: what is left to send when there is no time to read the disk. */
  unsent(): Row[];
  /** @param why `done` as the collector has them; or else it never will, for this reason, and is told so */
  remove(rows: Row[], why: "done" | (typeof DROP_REASONS)[number]): Promise<void>;
  /** Forgets everything, and what is on its way; `undefined` where there was nothing. */
  clear(): Promise<void> | undefined;
}

export interface OutboxOptions {
  store: Store;
  /** Every key in localStorage begins like this, and a colon. */
  name: string;
  stamping: Stamping;
  /** May anything be stored? Nothing is touched while it may not. */
  isOpen: () => boolean;
  /** Emits an event of the tracker's own. */
  emit: (type: string, data: Data) => void;
  /** Hears that there are rows that may be sent now, and of sessions that began. */
  settled: (begun: Row[]) => void;
  log: (...said: unknown[]) => void;
}

export function createOutbox({ store, name, stamping, isOpen, emit, settled, log }: OutboxOptions): Outbox {
  // What is left to other pages has this key, where there is any.
  let journal = "";
  let guard: ReturnType<typeof setTimeout> | undefined;
  const own = new Map<string, Draft | Row>();
  let fresh: Draft[] = [];
  // What the disk has not confirmed.
  const doubtful = new Set<Draft["id"]>();
  let memory: Profile | undefined;
  // By so much the outbox is smaller than the profile says.
  let relief = 0;
  let broken: boolean | undefined;
  let era = 0;
  let settling: Promise<Row[]> = Promise.resolve([]);

  // What is in memory alone. Where the disk fails, that is all of it: it may never give back what it has.
  const unsafe = () => [...own.values()].filter(({ id }) => broken || doubtful.has(id));
  const save = () => {
    const left = unsafe();
    const before = journal;
    // A new key each time: a page that is just taking in the old one removes it when it is done. And one of them is there at
    // any moment.
    journal = left[0] ? `${name}:j${stamping.newId()}` : "";
    if (journal) writeLocal(journal, left);
    if (before) writeLocal(before);
  };
  // A step that waits for another tab's dies with its page. So what takes long is left to the next page, as by one that goes;
  // but what a page has in memory alone is its own as long as it lives. And one that does not know its visitor yet waits: tabs
  // that begin together would take in each other's, which holds up all of them.
  const put = (how: "add" | "adopt", drafts: Draft[]) => {
    guard ??= setTimeout(() => {
      guard = undefined;
      if (memory && !broken && isOpen()) save();
    }, JOURNAL_MS);
    return store[how](drafts).then(() => {
      for (const { id } of drafts) doubtful.delete(id);
      if (journal && !doubtful.size && !broken) save();
    }, fail);
  };
  // Where the disk fails, this tab's memory goes on alone: its events are still sent.
  const fail = (error: (Error & { answer?: Promise<unknown> }) | null) => {
    log(error);
    // Without an error it was this tab that took its step back.
    if (!error || broken) return;
    // Said once a page.
    broken ?? emit("sdk.degraded", { reason: error.name });
    broken = true;
    const mend = () => {
      broken = false;
      if (!isOpen()) return;
      save();
      void put("adopt", unsafe());
    };
    // It was only slow; or else it is tried again.
    if (error.answer) error.answer.then(mend, mend);
    else setTimeout(mend, DISK_AGAIN_MS);
  };
  const attempt = async <T>(task: () => Promise<T>): Promise<T | undefined> => {
    if (broken || !isOpen()) return undefined;
    const answer = task();
    // Two waits: a page that was busy itself has used up one of them at most.
    const silence = new Promise<never>((_, reject) => setTimeout(() => setTimeout(reject, DISK_MS / 2, { name: "timeout", answer }), DISK_MS / 2));
    return Promise.race([answer, silence]).catch(fail as () => undefined);
  };
  const keep = (draft: Draft) => {
    own.set(draft.id, draft);
    doubtful.add(draft.id);
  };
  const write = () => {
    // It waits for another yes, or for a no.
    if (!isOpen()) return;
    const drafts = fresh;
    fresh = [];
    if (drafts[0] && !broken) void put("add", drafts);
  };
  const report = (rows: Row[], reason: string) => {
    const counts: { [session: string]: number } = {};
    for (const { session, type } of rows) if (type !== "sdk.dropped") counts[session] = (counts[session] ?? 0) + 1;
    for (const session in counts) emit("sdk.dropped", { session, reason, count: counts[session] });
  };
  const remove: Outbox["remove"] = async (rows, why) => {
    for (const { id } of rows) own.delete(id);
    await attempt(() => store.remove(rows));
    if (why !== "done") report(rows, why);
  };
  const unsent = () => [...own.values()].filter((event) => "session" in event);

  const isFull = () => memory && memory.grown - relief > OUTBOX_BYTES;

  const step = async (limit: number): Promise<Row[]> => {
    const isWeighing = isFull();
    const begun = era;
    const isOver = () => begun !== era || !isOpen();
    if (isOver()) return [];
    write();
    // What pages could only just write down when they were left.
    const keys = localKeys(`${name}:j`).filter((key) => key !== journal || !broken);
    const left = keys.flatMap(readLocal as (key: string) => Draft[]).filter((draft) => draft?.id);
    if (left[0]) await attempt(() => store.adopt(left));
    if (isOver()) return [];
    if (broken) for (const draft of left) keep(draft);
    keys.forEach((key) => writeLocal(key));
    let done: Change | undefined;
    const change = (known: Profile | undefined, drafts: Draft[]) => {
      if (!known && !drafts[0]) return undefined;
      // The copy is what all tabs can read: a visit may have begun without the disk.
      const profile = known ?? (readLocal(`${name}:`) as Profile | null) ?? ((broken && memory) || createProfile(stamping.newId));
      const rows = stamp(profile, drafts, stamping, broken);
      profile.grown += weigh(rows) - relief;
      return (done = { profile, rows });
    };
    const rest = await attempt(() => store.update((...known) => (broken ? undefined : change(...known)), isWeighing ? undefined : limit));
    if (isOver()) return [];
    // The disk did not come to it.
    if (broken && !done) change(undefined, [...own.values()].filter((event) => !("session" in event)));
    if (done) {
      const { profile, rows } = done;
      memory = profile;
      relief = 0;
      writeLocal(`${name}:`, profile);
      const firsts = rows.filter(({ id, type }) => type === "session.started" && !own.has(id));
      for (const row of rows) {
        // To its place behind those that were numbered before it.
        own.delete(row.id);
        if (broken) keep(row);
        else own.set(row.id, row);
      }
      settled(firsts);
    }
    const all = rest ?? unsent();
    if (isWeighing) {
      await remove(findSpare(all), "full");
      // If there was something to give up, it is weighed once more without it.
      relief = memory!.grown - weigh(all);
    }
    // What was given up is not handed out; and by how much, the profile on disk learns at once.
    return isWeighing || isFull() ? step(limit) : all.slice(0, limit);
  };

  return {
    push(draft) {
      keep(draft);
      fresh.push(draft);
      // Together with the rest of its task, to which a microtask still belongs.
      queueMicrotask(write);
    },
    // One after the other, so that each knows what the one before has done.
    settle: (limit = 1) => (settling = settling.then(() => step(limit)).catch((error) => (log(error), []))),
    hurry() {
      let session = memory?.session;
      for (const draft of own.values()) {
        // Numbers are for whoever asks the profile; and a page that leaves begins no session.
        if (!("session" in draft) && session && draft.at - session.lastAt <= stamping.idleMs) own.set(draft.id, { ...draft, session: session.id, visitor: memory!.visitor });
        if (draft.type === RESET && !("seq" in draft)) session = undefined;
      }
      save();
    },
    profile: () => memory,
    unsent,
    remove,
    clear() {
      const keys = localKeys(`${name}:`);
      // Where nothing was ever stored, nothing is opened either.
      if (!memory && !own.size && !keys[0]) return undefined;
      // What a transaction is about to record is for nobody.
      era++;
      fresh = [];
      doubtful.clear();
      own.clear();
      memory = undefined;
      keys.forEach((key) => writeLocal(key));
      return store.clear().catch(log);
    },
  };
}
