/** Keeps a line to the collector open: a stream; again after a pause where that breaks; and where it will not work, a question now and then. */
import { BEAT_MS, RETRY_MS } from "../../protocol/limits";
import type { Push, Pushes, RulePush } from "../../protocol/push";

export interface Line {
  /** The visitor is back, or the network: no pause is worth waiting for, and a silent stream may be a dead one. */
  wake(): void;
  close(): void;
}

export interface LineOptions {
  /** Where to ask, from where this page has heard. */
  address: () => string;
  /**
   * @param n up to where that is everything, if it is
   * @param rules what rules have decided
   */
  heard: (pushes: Push[], n: number | undefined, rules?: RulePush[]) => void;
  /** Questions are for tabs that somebody looks at: here another should go on. */
  gaveUp: () => void;
  debug: (message: unknown) => void;
}

/** So many failures in a row mean that there is no stream to be had. */
const FAILURES = 4;
const POLL_MS = 30_000;
/** A stream that is silent for so long is dead, whatever the browser thinks. */
const SILENT_MS = 3 * BEAT_MS;
/** Most questions between two tries to get a stream after all. */
const POLLS = 16;

export function openLine({ address, heard, gaveUp, debug }: LineOptions): Line {
  let source: EventSource | undefined;
  let asking: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let aliveAt = 0;
  let failures = 0;
  let polls = 0;
  let pollsWanted = 1;

  const rest = () => {
    source?.close();
    asking?.abort();
    source = asking = undefined;
    clearTimeout(timer);
  };
  const later = (ms: number) => {
    rest();
    // Not all pages at once.
    timer = setTimeout(open, ms * (0.5 + Math.random()));
  };
  const fail = () => {
    failures++;
    // What fails although questions are answered is tried ever more rarely.
    if (failures > FAILURES) pollsWanted = Math.min(pollsWanted * 2, POLLS);
    later(failures > FAILURES ? POLL_MS : RETRY_MS * 2 ** (failures - 1));
  };
  const alive = () => {
    aliveAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(fail, SILENT_MS);
  };
  const ask = async () => {
    if (document.hidden) return gaveUp();
    const { signal } = (asking = new AbortController());
    alive();
    try {
      const answer = await fetch(`${address()}&poll=1`, { signal, credentials: "omit" });
      const { n, pushes, rules } = (await answer.json()) as Pushes;
      if (signal.aborted) return;
      if (!answer.ok) throw answer.status;
      heard(pushes, n, rules);
      polls++;
    } catch (error) {
      debug(error);
    }
    if (!signal.aborted) later(POLL_MS);
  };
  const listen = () => {
    polls = 0;
    const stream = (source = new EventSource(address()));
    alive();
    const hear = (type: string) =>
      stream.addEventListener(type, ({ data, lastEventId }: MessageEvent<string>) => {
        if (stream !== source) return;
        failures = 0;
        pollsWanted = 1;
        alive();
        const n = lastEventId ? Number(lastEventId) : undefined;
        if (type === "rule") heard([], n, [JSON.parse(data) as RulePush]);
        else heard(type === "push" ? [JSON.parse(data) as Push] : [], n);
      });
    hear("push");
    hear("rule");
    hear("beat");
    stream.onerror = () => stream === source && fail();
  };
  const open = () => void (failures < FAILURES || polls >= pollsWanted ? listen() : ask());

  open();
  return {
    wake() {
      if (!source && !asking) {
        rest();
        open();
      } else if (Date.now() - aliveAt > SILENT_MS) fail();
    },
    close: rest,
  };
}
