/** The whole tracker, put together: nobody but the page's entry points imports this. */
import { createId, sessionCode } from "../protocol/id";
import { IDLE_MINUTES, LEASE_MS } from "../protocol/limits";
import { captureExit } from "./capture/exit";
import { captureForm } from "./capture/form";
import { capturePage } from "./capture/page";
import { createGate } from "./consent/gate";
import { createOutbox } from "./storage/outbox";
import { createDraft, createPipeline } from "./pipeline";
import { createPost } from "./transport/post";
import { createClock } from "./session/clock";
import { createSender } from "./transport/sender";
import { createStore } from "./storage/store";
import { createRelay } from "./extras/relay";
import { RESET } from "./session/profile";
import { readLocal, writeLocal } from "./storage/local";
import type { Emit, Moment } from "./pipeline";
import type { Options, PageEvent, Parley } from "./types";
import type { Draft } from "./session/profile";
import type { Traits } from "../protocol/event";

/** The methods that need a running tracker. */
export type Tracker = Omit<Parley, "init" | "on" | "once" | "debug">;

export interface StartOptions extends Options {
  collector: string;
  /** Folder that the extras are loaded from; without one there are none. */
  extras: string | undefined;
  tell: (event: PageEvent) => void;
  /** The moment of a call that is being replayed. */
  replayed: () => Moment | undefined;
  log: (...said: unknown[]) => void;
}

/** Remembers a denial that the visitor gave through the page, and holds no id. Nothing else is stored while denied. */
const DENIAL = "parley:denied";
/** Worth a request at once: the page is often left right after these. */
const URGENT = /^(conversation|identity|form)\./;

export function start(options: StartOptions): Tracker {
  const { key, collector, extras, replayed, log, idleMinutes = IDLE_MINUTES, spa = true, widgets = true, consent = "granted" } = options;
  const now = createClock(Date.now, performance);
  const newId = (at = now()) => createId(at);
  const idleMs = idleMinutes * 60_000;
  const name = `parley:${key}`;
  const stopping = new AbortController();
  const { signal } = stopping;

  const moment = () => replayed() ?? { at: now(), url: location.href };
  const tell = ({ id, type, at, url, data }: Draft) => options.tell({ id, type, at, url, data: Object.freeze(data) });
  let gone = false;
  const outbox = createOutbox({
    store: createStore(name),
    name,
    stamping: { idleMs, newId, begin: (first) => createDraft(newId, "session.started", { referrer: document.referrer }, first) },
    emit: (type, data) => pipeline.emit(type, data),
    settled(begun) {
      begun.forEach(tell);
      if (document.hidden) sender.leave();
    },
    log,
  });
  const record = (draft: Draft) => {
    outbox.push(draft);
    // Together with what else is said in this task.
    if (gone) queueMicrotask(leave);
    // Nobody knows yet who visits; or timers run late.
    else if (!outbox.profile() || document.hidden) void outbox.settle();
    sender.schedule(URGENT.test(draft.type));
  };
  const until = { read: () => Number(readLocal(`${name}:u`)), write: (ms: number) => writeLocal(`${name}:u`, ms) };
  const alone = async (drain: () => Promise<void>) => {
    try {
      await navigator.locks.request(name, drain);
    } catch {
      // A browser without locks, or one that refuses them together with storage: a lease, good enough as copies do no harm.
      const lease = `${name}:l`;
      if (Math.abs(now() - Number(readLocal(lease))) < LEASE_MS) return sender.wake(LEASE_MS);
      writeLocal(lease, now());
      await drain();
      writeLocal(lease);
    }
  };
  const post = createPost({ url: `${collector}/v1/events`, fetch: fetch.bind(window), now });
  const sender = createSender({ key, outbox, post, now, isOpen: () => gate.isOpen(), alone, until, log });
  const isDenied = () => readLocal(DENIAL);
  const gate = createGate({ initial: isDenied() ? "denied" : consent, isDenied, record, forget: outbox.clear });
  const pipeline = createPipeline({ gate, moment, newId, tell });
  const pages = capturePage({ emit: pipeline.emit, moment, routes: spa, signal });
  const isLeaving = () => gone || document.hidden;
  const leave = () => {
    pages.settle();
    if (!gate.isOpen() || !isLeaving()) return;
    relay.settle();
    // Hidden is not gone: the disk, which all tabs take turns at, still answers.
    if (gone) outbox.hurry();
    else void outbox.settle();
    sender.leave();
  };
  // Nothing overtakes a route that waits for its title.
  const emit: Emit = (type, data, when) => {
    pages.settle();
    pipeline.emit(type, data, when);
  };
  const relay = createRelay({
    host: Object.freeze({ widgets, name: `${name}:c`, consent: gate.state, moment, newId, emit, debug: log }),
    url: extras && `${extras}widgets.mjs`,
    isLeaving,
    signal,
  });

  const flush = () => {
    pages.settle();
    relay.settle();
    return sender.flush();
  };

  captureForm(emit, signal);
  captureExit((forGood = gone) => {
    gone = forGood;
    leave();
  }, signal);
  addEventListener("online", sender.resume, { signal });
  // This tab may have written a moment longer than the one in which it was denied.
  addEventListener("storage", (event) => event.key === DENIAL && isDenied() && outbox.clear(), { signal });
  pages.view("load");
  relay.load();

  return {
    page: (data) => pages.view("call", data),
    track: (name, data) => name && emit(`${name}`, data),
    // Often called with what is not there yet: nobody is nobody.
    identify: (who: Traits | string, traits: Traits = {}) =>
      who && emit("identity.claimed", typeof who === "object" ? { traits: who } : { externalId: `${who}`, traits }),
    conversation: relay.observe,
    consent(state) {
      pages.settle();
      writeLocal(DENIAL, state === "denied");
      gate.set(state);
      relay.load();
    },
    session() {
      const profile = outbox.profile();
      if (!gate.isOpen() || !profile?.session) return null;
      const { visitor, session: { id, startedAt } } = profile;
      return { id, visitor, code: sessionCode(id), startedAt };
    },
    reset() {
      relay.settle();
      writeLocal(`${name}:c`);
      emit(RESET, {});
    },
    flush,
    destroy() {
      void flush();
      stopping.abort();
    },
  };
}
