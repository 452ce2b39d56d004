/** Chance that can be told again: the same seed gives the same numbers, on every machine. */

export interface Random {
  /** From 0 up to 1, which it never is. */
  next(): number;
  /** `true` in such a share of all cases. */
  chance(share: number): boolean;
  /** A whole number from 0 up to this one, which it never is. */
  below(count: number): number;
  pick<T>(list: readonly T[]): T;
  /** One of several, each as often as its weight says. */
  weigh<T>(weighted: readonly (readonly [T, number])[]): T;
  /** Milliseconds until something happens that knows no past, as the next caller: so many on average. */
  wait(meanMs: number): number;
  /** Milliseconds that something takes: half of all cases take less than the median, few take very long. */
  around(medianMs: number): number;
  /** So many hexadecimal digits. */
  hex(digits: number): string;
  /** Another source of its own: what one takes from it changes nothing for anybody else. */
  fork(name: string): Random;
}

/** How far times lie apart: sigma of their logarithms. Calls of one kind mostly take between half and twice the median. */
const SPREAD = 0.5;
const WORD = 2 ** 32;

/** Makes four words of a text: FNV-1a, and between words a multiplication that spreads its bits. */
function toWords(text: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const word = () => {
    hash = (hash + 0x9e3779b9) | 0;
    const mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    return Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97) >>> 0;
  };
  return [word(), word(), word(), word()];
}

/** xoshiro128**, a generator of David Blackman and Sebastiano Vigna: https://prng.di.unimi.it */
export function createRandom(seed: string): Random {
  let [a, b, c, d] = toWords(seed);
  const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));
  const word = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  const next = () => word() / WORD;
  const below = (count: number) => Math.floor(next() * count);

  return {
    next,
    below,
    chance: (share) => next() < share,
    pick(list) {
      if (!list.length) throw new RangeError("Nothing to pick from.");
      return list[below(list.length)]!;
    },
    weigh(weighted) {
      let left = next() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
      const found = weighted.find(([, weight]) => (left -= weight) < 0) ?? weighted[weighted.length - 1];
      if (!found) throw new RangeError("Nothing to weigh.");
      return found[0];
    },
    wait: (meanMs) => Math.round(-Math.log(1 - next()) * meanMs),
    around(medianMs) {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return Math.round(medianMs * Math.exp(SPREAD * normal));
    },
    hex(digits) {
      let text = "";
      while (text.length < digits) text += word().toString(16).padStart(8, "0");
      return text.slice(0, digits);
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}
