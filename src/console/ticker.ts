/** The collector's clock on this page, which moves whatever shows how long something has lasted. */
import { useEffect, useState } from "preact/hooks";

const TICK_MS = 1_000;

export interface Ticker {
  /** Durations follow the collector's clock: an agent's computer may be minutes off. Milliseconds. */
  now(): number;
  /** @param now by the collector, at this moment */
  set(now: number): void;
  /** Calls back every second. Returns the way to stop. */
  watch(listener: () => void): () => void;
}

export function createTicker(): Ticker {
  const listeners = new Set<() => void>();
  let offset = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    now: () => Date.now() + offset,
    set: (now) => void (offset = now - Date.now()),
    watch(listener) {
      listeners.add(listener);
      timer ??= setInterval(() => listeners.forEach((each) => each()), TICK_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

/** @returns the time of this second; whoever asks is drawn again in the next */
export function useNow(ticker: Ticker): number {
  const [, setTurn] = useState(0);
  useEffect(() => ticker.watch(() => setTurn((turn) => turn + 1)), [ticker]);
  return ticker.now();
}
