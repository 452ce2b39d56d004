/** Passwords: which are taken, and how they are kept and compared. */
import { randomBytes } from "node:crypto";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "../../protocol/account";

/** Argon2id, with 19 MiB, two passes and one lane. Source: OWASP, "Password Storage Cheat Sheet". */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** How many different signs there are at least, besides what is known of somebody. */
const DIFFERENT_CHARS = 5;
/** How many are worked on at once: each takes a core and its memory. */
const AT_ONCE = 2;
/** How many may wait for that; whoever else comes is told to come again. */
const WAITING = 40;

export interface Passwords {
  /** @throws `Busy` where too many wait */
  hash(password: string): Promise<string>;
  /**
   * Which of some hashes a password fits. Takes as long where there are fewer to compare with as where there are `least`.
   *
   * @throws `Busy` where too many wait
   */
  fitting(password: string, known: string[], least: number): Promise<string[]>;
}

/** What is thrown where too many passwords wait to be worked on. */
export const Busy = Symbol("too many passwords at once");

export function createPasswords(): Passwords {
  const inTurn = createTurns();
  // Nobody knows what it is the hash of.
  let nobodys: Promise<string> | undefined;

  return {
    hash: (password) => inTurn(() => hash(canonical(password), COST)),
    async fitting(password, known, least) {
      nobodys ??= hash(randomBytes(32), COST);
      const against = [...known, ...Array<string>(Math.max(0, least - known.length)).fill(await nobodys)];
      const fitting: string[] = [];
      for (const [i, one] of against.entries()) if ((await inTurn(() => verify(one, canonical(password)))) && i < known.length) fitting.push(one);
      return fitting;
    },
  };
}

/** Was a hash made at another cost than is paid today? */
export function isOutdated(known: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(known);
  return memoryCost !== COST.memoryCost || timeCost !== COST.timeCost || parallelism !== COST.parallelism;
}

/** Says what is wrong with a password that somebody has chosen, if anything. Known is who they are: nobody should be let in by that. */
export function explainPassword(password: string, { name, email }: { name: string; email: string }): string | undefined {
  const chars = [...canonical(password)];
  if (chars.length < PASSWORD_MIN_CHARS) return `The password is too short. Take at least ${PASSWORD_MIN_CHARS} characters: a few words are easy to keep in mind.`;
  if (chars.length > PASSWORD_MAX_CHARS) return `The password is too long. Take at most ${PASSWORD_MAX_CHARS} characters.`;
  const plain = canonical(password).toLowerCase();
  const known = [email, name.toLowerCase(), ...`${email} ${name.toLowerCase()}`.split(/[\s@]/)].filter((one) => one.length > 2);
  // The longest first: what is part of another would leave its rest.
  const rest = known.sort((a, b) => b.length - a.length).reduce((left, one) => left.replaceAll(one, ""), plain);
  if (new Set(rest).size < DIFFERENT_CHARS) return "The password is easily guessed. Take one that is neither your name or e-mail, nor a few signs again and again.";
  return undefined;
}

/** The same password may be typed as different code points on two keyboards. */
function canonical(password: string): string {
  return password.normalize("NFKC");
}

/** Lets a few through at once, and the others wait in a line that is not endless. */
function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const line: (() => void)[] = [];
  let working = 0;
  return async (work) => {
    if (working >= AT_ONCE) {
      if (line.length >= WAITING) throw Busy;
      // Whoever ends hands their place on.
      await new Promise<void>((resolve) => line.push(resolve));
    } else working++;
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else working--;
    }
  };
}
