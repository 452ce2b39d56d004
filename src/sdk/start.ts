/** The whole tracker, put together: nobody but the page's entry points imports this. */
import { createId, sessionCode } from "../protocol/id";
import { BATCH_MS, IDLE_MINUTES, LEASE_MS, OUTBOX_EVENTS } from "../protocol/limits";
import { captureExit } from "./capture/exit";
import { captureForm } from "./capture/form";
import { capturePage } from "./capture/page";
import { createSignals } from "./capture/signals";
import { createGate, readWord } from "./consent/gate";
import { createOutbox } from "./storage/outbox";
import { createDraft, createPipeline } from "./pipeline";
import { createPost } from "./transport/post";
import { createClock } from "./session/clock";
import { createSender } from "./transport/sender";
import { createStore } from "./storage/store";
import { createClerk } from "./extras/clerk";
import { createRelay } from "./extras/relay";
import { RESET } from "./session/profile";
import { readLocal, writeLocal } from "./storage/local";
import type { Bring, Host } from "./extras/host";
import type { Answers } from "./capture/signals";
import type { Emit } from "./pipeline";
import type { Options, PageEvent, Parley } from "./types";
import type { Draft } from "./session/profile";
import { PURPOSES, isClaim } from "../protocol/event";
import type { Answer, Traits } from "../protocol/event";

/** The methods that need a running tracker. */
export type Tracker = Omit<Parley, "init" | "on" | "once">;

/** What a tracker needs. */
export interface StartOptions {
  key: string;
  collector: string;
  /** Folder that the extras are loaded from; without one there are none. */
  extras: string | undefined;
  tell: (event: PageEvent) => void;
  /** When and where the call was made that is being replayed, if one is. */
  replayed: () => { t?: number | undefined; u?: string } | undefined;
  log: (...said: unknown[]) => void;
  /** The page's own word on consent, if it gave one before the tracker ran; it counts from the first event on. */
  said: unknown;
  /** All that the page gave, for extras too. Defaults are where it is used. */
  options: Host["options"];
}

/** Remembers which purposes the page was told no to, and holds no id. Nothing else is stored, or read, while denied. */
const DENIAL = "parley:denied";
/** Worth a request at once: the page is often left right after these. */
const URGENT = /^(conversation|identity|form)\./;

export function start({ key, collector, extras, tell, replayed, log, options, said }: StartOptions): Tracker {
  const { consent = "granted", idleMinutes = IDLE_MINUTES, spa = true } = options as Partial<Options>;
  const now = createClock(Date.now, performance);
  const newId = (at = now()) => createId(at);
  const idleMs = idleMinutes * 60_000;
  const name = `parley:${key}`;
  const stopping = new AbortController();
  const { signal } = stopping;

  const moment = () => ({ at: replayed()?.t ?? now(), url: replayed()?.u ?? location.href });
  let gone = false;
  /** How long ordinary events wait for company on this site; looked up once a page, when there is something to send. */
  let companyMs: number | undefined;
  const outbox = createOutbox({
    store: createStore(name),
    name,
    isOpen: () => gate.isOpen(),
    stamping: { idleMs, newId, begin: (first) => createDraft(newId, "session.started", { referrer: document.referrer, handover: /pe_token=(\w+)/.exec(location.href)?.[1] }, first) },
    emit: (type, data) => emitNow(type, data),
    settled(begun) {
      begun.forEach(tell);
      if (document.hidden) sender.leave();
    },
    log,
  });
  const record = (draft: Draft) => {
    // Conversations under way are the former visitor's.
    if (draft.type === RESET) writeLocal(`${name}:c`);
    outbox.push(draft);
    // Together with what else is said in this task.
    if (gone) queueMicrotask(leave);
    // Nobody knows yet who visits; or timers run late.
    else if (!outbox.profile() || document.hidden) void outbox.settle();
    sender.wake(URGENT.test(draft.type) ? 0 : (companyMs ??= (readLocal(`${name}:n`) as number) ?? BATCH_MS));
  };
  const until = { read: () => readLocal(`${name}:u`) as number, write: (ms: number) => writeLocal(`${name}:u`, ms) };
  const alone = async (drain: () => Promise<void>) => {
    try {
      await navigator.locks.request(name, drain);
    } catch {
      // A browser without locks, or one that refuses them together with storage: a lease, good enough as copies do no harm.
      const lease = `${name}:l`;
      if (Math.abs(now() - (readLocal(lease) as number)) < LEASE_MS) return sender.wake(LEASE_MS);
      writeLocal(lease, now());
      await drain();
      // What was withdrawn meanwhile is gone, and stays untouched.
      if (gate.isOpen()) writeLocal(lease);
    }
  };
  const post = createPost({ url: `${collector}/v1/events`, fetch, now, credentials: options.cookie ? "include" : "omit" });
  const answered = (text: string) => {
    try {
      const { push, next } = JSON.parse(text) as Answer;
      // For the site's next pages, too.
      writeLocal(`${name}:n`, next);
      companyMs = next ?? BATCH_MS;
      if (push) bring("offers", push);
    } catch {}
  };
  const sender = createSender({ key, outbox, post, now, consent: () => gate.consent(), isOpen: () => gate.isOpen(), alone, until, answered, log });
  // Whatever may stand there, or be told by another tab: a purpose that is named in it is denied.
  const readDenial = (text = JSON.stringify(readLocal(DENIAL)), answers: Answers = {}) =>
    // To be asked again takes nothing back yet.
    `${PURPOSES.filter((purpose) => answers[purpose] === "denied" || (answers[purpose] !== "granted" && text.includes(purpose)))}`;
  const refuse = (text: string): Answers => Object.assign({}, ...PURPOSES.map((purpose) => text.includes(purpose) && { [purpose]: "denied" }));
  let denied = readDenial();
  const signals = createSignals({ forAll: readWord, gpc: options.gpc, dnt: options.dnt, changed: () => gate.hear() });
  const gate = createGate({
    // A no that was there before stays one for this page, whoever lifts it elsewhere.
    initial: Object.assign(readWord(consent), said && readWord(said), refuse(denied)),
    others: signals.answered,
    look: signals.look,
    record,
    forget(isAll) {
      if (isAll) {
        if (!outbox.clear() || /^a/.test(denied)) return;
        // A manager remembers for itself; but the site's other tabs hear only of what is written.
        writeLocal(DENIAL, `${PURPOSES}`);
        writeLocal(DENIAL, denied);
      } else void outbox.settle(OUTBOX_EVENTS).then((rows) => outbox.remove(rows.filter(isClaim), "refused"));
    },
    changed(now) {
      load();
      emitNow("consent.changed", now);
    },
  });
  const emitNow = createPipeline({ gate, moment, newId, tell });
  const pages = capturePage({ emit: emitNow, moment, routes: spa, signal });
  const isLeaving = () => gone || document.hidden;
  const leave = () => {
    pages.settle();
    if (!gate.isOpen() || !isLeaving()) return;
    relay.settle();
    if (gone) clerk.leave();
    // Hidden is not gone: the disk, which all tabs take turns at, still answers.
    if (gone) outbox.hurry();
    else void outbox.settle();
    sender.leave();
  };
  // Nothing overtakes a route that waits for its title.
  const emit: Emit = (type, data, when) => {
    pages.settle();
    emitNow(type, data, when);
  };
  // The page works without any of them.
  const bring: Bring = (extra, missed) => import(`${extras}${extra}.mjs`).then((module) => module.default(host, missed)).catch(log);
  const host: Host = Object.freeze({ options, name: `${name}:c`, consent: gate.allows, moment, newId, emit, tell, debug: log, bring, signal });
  const load = () => {
    relay.load();
    if ((options.domains || options.cookie) && gate.isOpen()) bring("handover", outbox.profile);
  };
  const relay = createRelay({ host, bring, talk: newId(), isLeaving });
  const { hash = options.identityHash, region = options.identityRegion } = (options.identity || {}) as { hash?: unknown; region?: unknown };
  const clerk = createClerk({ host, bring, hash });

  const flush = async () => {
    pages.settle();
    relay.settle();
    await clerk.settle();
    return sender.flush();
  };

  captureForm(emit, (...seen) => {
    clerk.see(...seen);
    relay.see(...seen);
  }, signal);
  // Another tab may have been told no; and a page out of the back-forward cache has heard of nothing.
  const heed = (text?: string) => {
    denied = readDenial(text);
    gate.hear(refuse(denied));
  };
  captureExit((type) => {
    if (gone && type === "pageshow") heed();
    // No task of the page may follow, unless it is shown again.
    gone = type === "pagehide" || (gone && type !== "pageshow");
    leave();
  }, signal);
  addEventListener("online", sender.resume, { signal });
  addEventListener("storage", ({ key: changed, newValue }) => changed === DENIAL && heed(`${newValue}`), { signal });
  pages.view("load");
  load();

  return {
    page: (data) => pages.view("call", data),
    track: (name, data) => name && emit(`${name}`, data),
    // Often called with what is not there yet: nobody is nobody.
    identify(who: Traits | { token: string } | string, traits: Traits = {}) {
      if (!who) return;
      const { token, ...rest } = who as { token?: string };
      clerk.say({ ...(typeof who === "object" ? { token, traits: rest } : { externalId: `${who}`, traits }), region: region as string | undefined });
    },
    conversation: relay.observe,
    open: relay.open,
    consent(word) {
      pages.settle();
      const answers = readWord(word);
      if (denied !== (denied = readDenial(denied, answers))) {
        writeLocal(DENIAL, denied);
        // A page before this one may have stored something.
        if (/^a/.test(denied)) outbox.clear();
      }
      gate.hear(answers);
    },
    session() {
      const { visitor, session } = outbox.profile() ?? {};
      return gate.isOpen() && session ? { id: session.id, visitor: visitor!, code: sessionCode(session.id), startedAt: session.startedAt } : null;
    },
    reset() {
      relay.settle();
      emit(RESET, {});
    },
    flush,
    debug(on = true) {
      if (on) void bring("inspector");
    },
    destroy() {
      void flush();
      stopping.abort();
    },
  };
}
