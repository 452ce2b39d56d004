/** One visitor with a browser profile, a proxy, a ledger and a seed of their own. Worlds share a browser, a website and a collector. */
import { setTimeout as pause } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright/test";
import { createLedger, LEDGER_SCRIPT } from "./ledger";
import type { Entry, Ledger } from "./ledger";
import { startProxy } from "./proxy";
import type { FaultProxy } from "./proxy";
import { createRandom } from "./random";
import type { Random } from "./random";
import type { FaultSite } from "./site";
import type { Stored } from "./stored";
import { judge } from "./verdict";
import type { Load, Verdict } from "./verdict";

export interface World {
  random: Random;
  context: BrowserContext;
  proxy: FaultProxy;
  ledger: Ledger;
  /** Opens the tracked page in a new tab. `running` is over as soon as calls are taken, `ready` once the session is known. */
  visit(until?: "running" | "ready"): Promise<Page>;
  /** The same in a tab that another page has opened: such a one may close itself. */
  popUp(until?: "running" | "ready"): Promise<Page>;
  /** Address of a page that has no tag. */
  bare: string;
  /** Waits until a page that has been loaded again knows its session. */
  reloaded(page: Page): Promise<void>;
  /** Tracks this many events in one task of the page, which ends with `then`. */
  track(page: Page, count: number, then?: string): Promise<void>;
  /** The same, where the page may be gone before it can answer. Settles when the ledger has heard of all of them. */
  trackAndGo(page: Page, count: number, then: string): Promise<void>;
  /**
   * A page's process was killed: allows the loss of what came later than `safeMs` before that, up to now.
   *
   * @param isSafe which calls must be stored, where time alone does not say
   */
  crashed(at: number, safeMs: number, isSafe?: (entry: Entry) => boolean): void;
  /** Asks again and again. */
  until(what: string, holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Puts down that something went wrong which the events alone do not show. */
  object(sentence: string): void;
  /** A number for the report: the largest one of all seeds is shown. */
  note(name: string, value: number): void;
}

export interface WorldOptions {
  scenario: string;
  seed: number;
  context: BrowserContext;
  site: FaultSite;
  stored: Stored;
  collector: { url: string; key: string };
}

export interface Outcome extends Verdict {
  scenario: string;
  seed: number;
  /** Events that reached the collector again. */
  copies: number;
  requests: number;
  options: number;
  notes: { [name: string]: number };
}

export interface RunningWorld extends World {
  /** What the scenario has asked for last: where it hangs, if it does. */
  doing(): string;
  /** Waits, within bounds, until everything is as promised, and says what is. */
  settle(): Promise<Outcome>;
  stop(): Promise<void>;
}

/** Names of notes: milliseconds before a page's process gave its last sign of life. */
export const OLDEST_LOST = "age of the oldest lost event, ms";
export const YOUNGEST_KEPT = "age of the youngest kept event, ms";
/** On a machine that has no time for the page, its storage is late as well: this tells one from the other. */
export const LONGEST_STALL = "longest time between two calls, ms";
const BEFORE_CRASH_MS = 500;

/** What holds in a page that takes calls, and in one that knows its session. */
const LOADED = { running: "window.pe && pe.v && pe.track", ready: "window.pe && pe.session && pe.session()" };

/**
 * Asked from outside, once. The driver's own way to wait takes a library into each page, which keeps it as busy as all else
 * that it does. A page that is just being loaded anew cannot say.
 */
const isSo = (page: Page, condition: string) => page.evaluate<boolean>(`!!(${condition})`).catch(() => false);

const POLL_MS = 50;
const PATIENCE_MS = 60_000;
/** Longer than any pause between tries that a page may draw in the few tries that it has made. */
const SETTLE_MS = 60_000;
/** Nobody has asked for anything for so long: nothing more is on its way. */
const QUIET_MS = 300;
/** A page whose storage hangs may never have flushed. */
const FLUSH_MS = 2_000;
/** A first pause between tries is shorter. What is not acknowledged by then has been taken for done: no double will come of it. */
const SHAKE_MS = 3_000;

export async function startWorld({ scenario, seed, context, site, stored, collector }: WorldOptions): Promise<RunningWorld> {
  const name = `${scenario}-${seed}`;
  const proxy = await startProxy(collector.url);
  const ledger = createLedger(name);
  const folder = site.mount(name, { "data-key": collector.key, "data-collector": proxy.url });
  const loads: Load[] = [];
  const objections: string[] = [];
  const notes: { [name: string]: number } = {};
  await context.addInitScript(LEDGER_SCRIPT);
  context.on("page", ledger.listen);

  const until = async (what: string, holds: () => boolean | Promise<boolean>) => {
    for (const end = Date.now() + PATIENCE_MS; !(await holds()); await pause(POLL_MS)) {
      if (Date.now() > end) throw new Error(`Waited ${PATIENCE_MS / 1_000} s for ${what}`);
    }
  };
  const load = async (page: Page, awaited: "running" | "ready") => {
    const loaded: Load = { url: page.url() };
    loads.push(loaded);
    await until(`a page to be ${awaited}`, () => isSo(page, LOADED[awaited]));
    if (awaited === "ready") loaded.readyAt = Date.now();
  };
  let visits = 0;
  const nextAddress = () => `${folder}/shop?visit=${++visits}`;
  const ask = (page: Page, nonces: string[], then: string) => page.evaluate(`tick(${JSON.stringify(nonces)}); ${then}`);
  const verdict = () => judge({ entries: ledger.entries(), loads, rows: stored.rowsOf(folder), copiesOf: stored.copiesOf });
  let crash: number | undefined;
  const note = (what: string, value: number) => void (notes[what] = Math.max(value, notes[what] ?? -Infinity));

  const within = async (ms: number, holds: () => boolean) => {
    for (const end = Date.now() + ms; Date.now() < end && !holds(); ) await pause(POLL_MS);
  };
  const isQuiet = () => Date.now() - Math.max(0, ...proxy.posts.map(({ at, answeredAt = 0 }) => Math.max(at, answeredAt))) > QUIET_MS;
  const areAcknowledged = () => {
    const done = new Set(proxy.posts.flatMap(({ ids, acknowledged }) => (acknowledged ? ids : [])));
    return proxy.posts.every(({ ids }) => ids.every((id) => done.has(id)));
  };

  let doing = "nothing";
  const named = <Args extends unknown[], Answer>(step: string, act: (...args: Args) => Promise<Answer>) => (...args: Args) => {
    doing = step;
    return act(...args);
  };

  return {
    doing: () => doing,
    random: createRandom(name),
    context,
    proxy,
    ledger,
    bare: `${folder}/bare`,
    until,
    reloaded: (page) => load(page, "ready"),
    visit: named("visit", async (awaited: "running" | "ready" = "ready") => {
      const page = await context.newPage();
      await page.goto(nextAddress());
      await load(page, awaited);
      return page;
    }),
    popUp: named("popUp", async (awaited: "running" | "ready" = "ready") => {
      const opener = await context.newPage();
      await opener.goto(`${folder}/bare`);
      const address = nextAddress();
      const opened = opener.waitForEvent("popup");
      await opener.evaluate(`void window.open("${address}")`);
      const page = await opened;
      await page.waitForURL(address, { waitUntil: "commit" });
      await load(page, awaited);
      return page;
    }),
    track: named("track", async (page: Page, count: number, then = "") => {
      const nonces = ledger.draw(count);
      await ask(page, nonces, `void 0; ${then}`);
      await until("the ledger to hear of every call", () => ledger.unheard().every((nonce) => !nonces.includes(nonce)));
      doing = "what follows track";
    }),
    trackAndGo: named("trackAndGo", async (page: Page, count: number, then: string) => {
      const nonces = ledger.draw(count);
      // The page may be gone before it has answered the driver; that it was there is the ledger's to prove.
      await ask(page, nonces, then).catch(() => {});
      await until("the ledger to hear of every call", () => ledger.unheard().every((nonce) => !nonces.includes(nonce)));
      doing = "what follows trackAndGo";
    }),
    crashed(at, safeMs, isSafe = (entry) => entry.at <= at - safeMs) {
      crash = Math.max(at, ...ledger.entries().map((entry) => entry.at));
      ledger.excuse((entry) => !isSafe(entry));
      for (const one of loads) one.excused = !(one.readyAt && one.readyAt <= at - safeMs);
    },
    object: (sentence) => void objections.push(sentence),
    note,
    settle: named("settle", async () => {
      await within(SETTLE_MS, () => {
        const { lost, wrong } = verdict();
        return !lost.length && !wrong.length;
      });
      // Everything is there. What a page still believes to be unsent may come again now, and must not become a second one.
      const shaken = Promise.all(context.pages().map((page) => page.evaluate("window.pe && pe.flush && pe.flush().then(() => 0)").catch(() => {})));
      await Promise.race([shaken, pause(FLUSH_MS)]);
      await within(SHAKE_MS, () => isQuiet() && areAcknowledged());
      const { wrong, ...rest } = verdict();
      if (crash !== undefined) {
        const gone = new Set([...rest.lost, ...rest.excused]);
        const last = crash;
        const ages = (some: Entry[]) => some.map(({ at }) => Math.round(last - at)).filter((age) => age >= 0);
        note(OLDEST_LOST, Math.max(0, ...ages([...gone])));
        const beats = ledger.entries().map(({ at }) => at).filter((at) => at > last - BEFORE_CRASH_MS);
        note(LONGEST_STALL, Math.round(Math.max(0, ...beats.slice(1).map((at, i) => at - beats[i]!))));
        note(YOUNGEST_KEPT, Math.min(...ages(ledger.entries().filter((entry) => !gone.has(entry)))));
      }
      const arrived = proxy.posts.flatMap(({ ids, forwarded }) => Array.from({ length: forwarded }, () => ids).flat());
      return {
        ...rest,
        scenario,
        seed,
        wrong: [...objections, ...wrong],
        copies: arrived.length - new Set(arrived).size,
        requests: proxy.posts.length,
        options: proxy.traffic.options,
        notes,
      };
    }),
    async stop() {
      await context.close().catch(() => {});
      await proxy.stop();
    },
  };
}
