/** The whole tracker, put together: nobody but the page's entry points imports this. */
import { createId, sessionCode } from "../protocol/id";
import { IDLE_MINUTES } from "../protocol/limits";
import { captureExit } from "./capture/exit";
import { captureForm } from "./capture/form";
import { capturePage } from "./capture/page";
import { createGate } from "./consent/gate";
import { createOutbox } from "./storage/outbox";
import { createPipeline } from "./pipeline";
import { createPost } from "./transport/post";
import { createProfile } from "./session/profile";
import { createSender } from "./transport/sender";
import { createStore } from "./storage/store";
import { loadExtra } from "./extras/load";
import { readLocal, writeLocal } from "./storage/local";
import type { Emit, Moment } from "./pipeline";
import type { Options, PageEvent, Parley } from "./types";
import type { Row } from "./session/profile";
import type { Traits } from "../protocol/event";

/** The methods that need a running tracker. */
export type Tracker = Omit<Parley, "init" | "on" | "once" | "debug">;

export interface StartOptions extends Options {
  collector: string;
  /** Folder that the extras are loaded from; without one there are none. */
  extras: string | undefined;
  tell: (event: PageEvent) => void;
  /** The moment of a call that is being replayed, or else now. */
  moment: () => Moment;
  log: (...said: unknown[]) => void;
}

/** Remembers a denial that the visitor gave through the page, and holds no id. Nothing else is stored while denied. */
const DENIAL = "parley:denied";
/** Worth a request at once: the page is often left right after these. */
const URGENT = /^(conversation|identity|form)\./;

export function start(options: StartOptions): Tracker {
  const { key, collector, extras, tell, moment, log, idleMinutes = IDLE_MINUTES, spa = true, widgets = true, consent = "granted" } = options;
  const { now } = Date;
  const newId = (at = now()) => createId(at);
  const idleMs = idleMinutes * 60_000;
  const database = `parley:${key}`;
  const stopping = new AbortController();
  const { signal } = stopping;

  const stored = (rows: Row[]) => {
    leave();
    if (rows.length) sender.schedule(rows.some(({ type }) => URGENT.test(type)));
  };
  const arrival = () => ({ referrer: document.referrer });
  const outbox = createOutbox({ store: createStore(database), late: database, stamping: { idleMs, newId, arrival }, stored, log });
  const alone = async (task: () => Promise<void>) => {
    if (!gate.isOpen()) return;
    try {
      await navigator.locks.request(database, task);
    } catch {
      // A browser without locks, or one that refuses them together with storage.
      await task();
    }
  };
  const post = createPost({ url: `${collector}/v1/events`, fetch: fetch.bind(window) });
  const sender = createSender({ key, outbox, post, now, alone, log });
  const isDenied = () => readLocal(DENIAL);
  const gate = createGate({ initial: isDenied() ? "denied" : consent, isDenied, record: outbox.push, forget: outbox.clear, newId });
  const pipeline = createPipeline({ gate, moment, newId, tell });
  const pages = capturePage({ emit: pipeline.emit, moment, routes: spa, signal });
  let gone = false;
  const leave = (forGood = gone) => {
    gone = forGood;
    pages.settle();
    if (!gate.isOpen()) return;
    if (gone) outbox.hurry();
    if (gone || document.hidden) sender.leave();
  };
  // Nothing overtakes a route that waits for its title, and nothing waits once the page has gone.
  const ordered = <Args extends unknown[]>(act: (...args: Args) => void) => (...args: Args) => {
    pages.settle();
    act(...args);
    if (gone) leave();
  };
  const emit = ordered(pipeline.emit) as Emit;
  const observe = ordered(pipeline.observe);

  const flush = () => {
    pages.settle();
    return sender.flush();
  };

  let loading = !widgets || !extras;
  const loadWidgets = () => {
    if (loading || !gate.isOpen()) return;
    loading = true;
    loadExtra(`${extras}widgets.mjs`, Object.freeze({ conversation: observe, debug: log }), signal);
  };

  captureForm(emit, signal);
  captureExit(leave, signal);
  pages.view("load");
  loadWidgets();

  return {
    page: (data) => pages.view("call", data),
    track: (name, data) => name && emit(`${name}`, data),
    // Often called with what is not there yet: nobody is nobody.
    identify: (who: Traits | string, traits: Traits = {}) =>
      who && emit("identity.claimed", typeof who === "object" ? { traits: who } : { externalId: `${who}`, traits }),
    // A text from here on: storage is no place for somebody else's `toString`.
    conversation: (state, detail = {}) => observe(`${state}`, detail),
    consent(state) {
      pages.settle();
      writeLocal(DENIAL, state === "denied");
      gate.set(state);
      loadWidgets();
    },
    session() {
      const profile = outbox.profile();
      if (!gate.isOpen() || !profile?.session) return null;
      const { visitor, session: { id, startedAt } } = profile;
      return { id, visitor, code: sessionCode(id), startedAt };
    },
    reset() {
      pages.settle();
      void gate.pass((profile) => {
        delete profile.session;
        Object.assign(profile, createProfile(newId));
        return [];
      });
    },
    flush,
    destroy() {
      void flush();
      stopping.abort();
    },
  };
}
