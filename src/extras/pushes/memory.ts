/** Keeps what was told, where all tabs can read it: what one tab hears the others tell as well, and nobody tells it after a reload. */
import { readLocal, writeLocal } from "../../sdk/storage/local";
import type { Push } from "../../protocol/push";

export interface Memory {
  /** Number of the collector's log up to where anybody here has heard. */
  n(): number | undefined;
  /**
   * Takes what was heard.
   *
   * @param n up to where that is everything, if it is
   * @returns what is new
   */
  take(pushes: Push[], n: number | undefined): Push[];
  /** Whatever is told from now on belongs to another time: who listens again does not begin where this ended. */
  rest(): void;
  /** What was heard since a moment, in order. */
  since(ms: number): Push[];
  forget(): void;
}

interface Kept {
  n?: number | undefined;
  /** When that was. */
  at: number;
  told: [push: Push, heardAt: number][];
}

/** Most that is remembered, the last. */
const TOLD = 50;
const KEPT_MS = 86_400_000;

/** @param key in localStorage */
export function createMemory(key: string): Memory {
  /** Whatever may stand there. */
  const read = (now = Date.now()): Kept => {
    const { n, at, told } = Object(readLocal(key)) as Partial<Kept>;
    const isRecent = (ms: unknown) => now - (ms as number) < KEPT_MS;
    return { n: Number.isSafeInteger(n) && isRecent(at) ? n : undefined, at: at!, told: Array.isArray(told) ? told.filter((one) => one?.[0]?.data && isRecent(one[1])) : [] };
  };
  return {
    n: () => read().n,
    take(pushes, n) {
      const now = Date.now();
      const { n: before, at, told } = read(now);
      const fresh = pushes.filter(({ id }) => !told.some(([{ id: other }]) => other === id));
      if (pushes[0] || before === undefined)
        writeLocal(key, { n: n ?? before, at: n === undefined ? at : now, told: told.concat(fresh.map((push) => [push, now])).slice(-TOLD) });
      return fresh;
    },
    rest() {
      const { n, told } = read();
      if (n !== undefined) writeLocal(key, { told });
    },
    since: (ms) => read().told.filter(([, at]) => at >= ms).map(([push]) => push),
    forget: () => writeLocal(key),
  };
}
