/** The page's object: one error boundary around every method, and a memory for calls that come before the tracker runs. */
import { createListeners } from "./listeners";
import { start } from "./start";
import type { Host } from "./extras/host";
import type { Options, Parley } from "./types";

/** A call as the inline stub remembers it: method and arguments, and when and where it was made. */
export interface Call extends Array<unknown> {
  /** Milliseconds since 1970. */
  t?: number | undefined;
  u?: string;
  /** Gets what the call returns in the end. */
  r?: (result: unknown) => void;
}

export interface ParleyOptions {
  /** Address of the script, if it came by a tag: its origin is the collector, unless the options name another. */
  src: string | undefined;
  options: Partial<Options>;
  /** What the stub remembers; performed in order once tracking starts. */
  calls: Call[];
  /** The object that gets the methods: the stub's own, as the page may have kept it. */
  target: object;
}

type Methods = { [method: string]: ((...args: never[]) => unknown) | undefined };

const METHODS = "init page track identify conversation open on once consent session reset flush debug destroy".split(" ");
const MOST_CALLS = 200;

/** Listeners come first, `on` and `once`, so that they hear the start; then the start; then the rest in order. */
const rank = ([method]: Call) => -"init debug once".indexOf(method as string);

export function createParley({ src, options, calls, target }: ParleyOptions): Parley {
  let room = MOST_CALLS;
  const queue = calls.splice(0);
  const waiting: Call[] = [];
  let debugging = options.debug;
  let performed: Call | undefined;
  const log = (...said: unknown[]) => {
    if (!debugging) return;
    console.log("parley:", ...said);
    // For whoever shows it in the page.
    document.dispatchEvent(new CustomEvent("pe:debug", { detail: said }));
  };
  const { tell, on, once } = createListeners();

  const init = (own?: Partial<Options>) => {
    const merged: Partial<Options> = { ...options, ...own };
    const { debug = debugging, key, collector = src } = merged;
    debugging = debug;
    if (methods !== idle || !key || !collector) return log("key?");
    // A page that is only being prepared has not been seen by anybody.
    if ((document as { prerendering?: boolean }).prerendering)
      return document.addEventListener("prerenderingchange", () => perform(["init", own]));
    const [, said] = queue.concat(waiting).find(([method]) => method === "consent") ?? [];
    const tracker = start({
      key,
      collector: new URL(collector).origin,
      extras: src && new URL("extras/", src).href,
      tell,
      // What is replayed keeps the moment of its call.
      replayed: () => performed,
      log,
      said,
      options: merged as Host["options"],
    });
    methods = { ...idle, ...tracker, destroy() {
      methods = idle;
      // What is said from now on is for nobody.
      room = 0;
      tracker.destroy();
    } };
    waiting.splice(0).forEach(replay);
  };
  const idle: Methods = { on, once, init, session: () => null, flush: async () => {}, open: async () => false, destroy() {} };
  let methods = idle;

  const perform = (call: Call): unknown => {
    const [method, ...args] = call;
    // At once, as the start may have something to say; the tracker hears of it, too.
    if (method === "debug") debugging = (args[0] ?? true) as boolean;
    try {
      const known = methods[method as string];
      // The one cast of the facade: what the page passes is checked behind it, and whatever goes wrong stays here.
      const act = known as ((...args: unknown[]) => unknown) | undefined;
      if (!act) {
        call.t ??= Date.now();
        call.u ??= location.href;
        return void (waiting.length < room && waiting.push(call));
      }
      const result = act(...args);
      call.r?.(result);
      return result;
    } catch (error) {
      return log(call, error);
    }
  };
  // Only what comes late has a time of its own: what is called now happens by the tracker's clock.
  const replay = (call: Call) => {
    performed = call;
    perform(call);
    performed = undefined;
  };

  for (const method of METHODS) (target as Methods)[method] = (...args) => perform([method, ...args]);
  // A page that took a method off the stub calls it there for ever.
  calls.push = (call) => (perform(call), 0);
  // The page was there when it made its first call.
  if (options.key) queue.push(Object.assign(["init"], { t: queue[0]?.t }));
  queue.sort((a, b) => rank(a) - rank(b)).forEach(replay);
  queue.length = 0;
  return target as Parley;
}
