/** The lazy bundle that tells pages what the contact centre says of their visitor's conversations, while one is under way. */
import { BEAT_MS } from "../protocol/limits";
import { readLocal } from "../sdk/storage/local";
import type { Push, RulePush } from "../protocol/push";
import type { Extras, Host } from "../sdk/extras/host";
import { lead } from "./pushes/lead";
import { openLine, type Line } from "./pushes/line";
import { createMemory } from "./pushes/memory";
import { isLive, note, readTalks } from "./pushes/talks";
import { createTeller } from "./pushes/teller";
import { createGuard } from "./widgets/guard";

const seen = new WeakSet<Host>();
/** Until it is known who visits. */
const LOOK_MS = 200;
/** The word that all is over gets this long to reach tabs that wait for their turn: they need not begin. */
const OVER_MS = 1_000;

const pushes: Extras["pushes"] = (host) => {
  // The page may have stopped tracking while this was on its way.
  if (seen.has(host) || host.signal.aborted) return;
  seen.add(host);
  const { name, options, consent, moment, bring, debug, signal } = host;
  const guard = createGuard(signal, debug);
  // All tabs keep their keys under the site's, and at that itself who visits.
  const site = name.slice(0, -1);
  const memory = createMemory(`${site}p`);
  const tellNew = createTeller(host, memory);
  const isAllowed = () => consent() === "granted" && consent("messaging") === "granted";
  const visitor = () => (readLocal(site) as { visitor?: string } | null)?.visitor;

  let line: Line | undefined;
  /** For whom this tab listens, or waits for its turn to. */
  let current: string | undefined;
  /** Who was reset: whoever comes after is not known yet. */
  let former: string | undefined;
  let stop = (_lingerMs: number) => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;
  let hasGivenUp = false;

  const run = (id: string) => () => {
    // It may have waited for long.
    if (!look() || current !== id) return () => {};
    const collector = new URL((options.collector as string | undefined) ?? import.meta.url).origin;
    const address = () => `${collector}/v1/pushes?${new URLSearchParams({ key: `${options.key as string}`, visitor: id, lastEventId: `${memory.n() ?? ""}` })}`;
    const heard = guard((told: Push[], n: number | undefined, rules?: RulePush[]) => {
      // It may have been taken back meanwhile, without a word to anybody.
      if (!look() || current !== id) return;
      const fresh = memory.take(told, n);
      note(name, fresh);
      tellNew(fresh);
      if (rules?.[0]) void bring("offers", rules);
      look();
    });
    const gaveUp = () => {
      hasGivenUp = true;
      look();
    };
    const opened = (line = openLine({ address, heard, gaveUp, debug }));
    return () => {
      opened.close();
      if (line === opened) line = undefined;
    };
  };
  /** @returns is there anything to hear? */
  const look = (): boolean => {
    clearTimeout(timer);
    // Without locks each tab would have a stream, and browsers give one server few connections.
    const isFit = !isGone && (!document.hidden || (!!navigator.locks && !hasGivenUp));
    const isOpen = !signal.aborted && isAllowed();
    const isWanted = isOpen && readTalks(name).some((talk) => isLive(talk, moment().at));
    if (isOpen && !isWanted) memory.rest();
    const found = isWanted && isFit ? visitor() : undefined;
    const id = found === former ? undefined : found;
    if (id !== current) {
      stop(isOpen && !isWanted ? OVER_MS : 0);
      current = id;
      stop = id === undefined ? () => {} : lead(`parley:pushes:${options.key as string}`, run(id));
    }
    if (isWanted && isFit) timer = setTimeout(guard(look), id === undefined ? LOOK_MS : BEAT_MS);
    return isWanted;
  };
  const catchUp = () => {
    if (isAllowed()) tellNew();
    look();
  };
  const wake = guard(() => {
    if (!document.hidden) hasGivenUp = false;
    catchUp();
    if (!document.hidden) line?.wake();
  });

  document.addEventListener("pe:*", guard((event: Event) => {
    const { type } = (event as CustomEvent<{ type: string }>).detail;
    if (type === "identity.reset" && consent() === "granted") {
      former = visitor();
      memory.forget();
    }
    // The story that is the former visitor's goes right after this.
    if (/^(conversation|consent|identity\.reset)/.test(type)) queueMicrotask(guard(look));
  }), { signal });
  addEventListener("storage", guard(({ key, newValue }: StorageEvent) => {
    if (key !== null && !key.startsWith(site)) return;
    // As it goes with a reset.
    if (key === name && newValue === null) former = current ?? former;
    catchUp();
  }), { signal });
  addEventListener("pagehide", guard(() => {
    isGone = true;
    look();
  }), { signal });
  addEventListener("pageshow", guard(() => {
    isGone = false;
    wake();
  }), { signal });
  addEventListener("online", wake, { signal });
  document.addEventListener("visibilitychange", wake, { signal });
  signal.addEventListener("abort", look);
  wake();
};

export default pushes;
