/** Keeps what was decided, where all tabs can read it: each decision is told once, and an offer shown in one of them. */
import { readLocal, writeLocal } from "../../sdk/storage/local";
import type { OfferPush, RulePush } from "../../protocol/push";

/** An offer that waits to be shown. */
export interface Waiting {
  push: OfferPush;
  /** Milliseconds since 1970 by this browser's clock. */
  until: number;
}

export interface Memory {
  /** Takes what was decided. @returns what is new */
  take(decided: RulePush[]): RulePush[];
  /** Lets an offer wait, for whichever tab can show it. */
  wait(waiting: Waiting): unknown;
  waiting(): Waiting[];
  /** An offer is taken out by whoever shows it, or gives it up. @returns did it still wait? */
  claim(id: string): boolean;
  forget(): void;
  /** Is this one of the visitor's, who may be another since? */
  knows(id: string): boolean;
}

interface Kept {
  /** Whom it was decided for. */
  visitor: string | undefined;
  ids: string[];
  offers: Waiting[];
}

/** Most decisions that are remembered, the last. */
const DECISIONS = 100;

/** @param site what the site's keys in localStorage begin with; at that itself stands who visits */
export function createMemory(site: string): Memory {
  const key = `${site}o`;
  const visitor = () => (readLocal(site) as { visitor?: string } | null)?.visitor;
  // Where nothing can be stored.
  let own: unknown;
  /** Whatever may stand there. */
  const read = (): Kept => {
    const kept = Object(readLocal(key) ?? own) as Partial<Kept>;
    const current = visitor();
    const isTheirs = kept.visitor === current && Array.isArray(kept.ids) && Array.isArray(kept.offers);
    return isTheirs ? (kept as Kept) : { visitor: current, ids: [], offers: [] };
  };
  const change = <Result>(make: (kept: Kept) => Result): Result => {
    const kept = read();
    const result = make(kept);
    kept.ids = kept.ids.slice(-DECISIONS);
    writeLocal(key, (own = kept));
    return result;
  };
  return {
    take: (decided) => change(({ ids }) => decided.filter(({ id }) => !ids.includes(id) && ids.push(id))),
    wait: (waiting) => change(({ offers }) => offers.push(waiting)),
    waiting: () => read().offers,
    claim: (id) => change((kept) => kept.offers.length > (kept.offers = kept.offers.filter(({ push }) => push.id !== id)).length),
    knows: (id) => read().ids.includes(id),
    forget: () => writeLocal(key, (own = undefined)),
  };
}
