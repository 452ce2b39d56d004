/** Counts what one rule has done: how often, for how many, and on which day. */
import type { RuleTally } from "../../protocol/ruleAnswers";
import type { BlockedReason } from "../../protocol/rules";

export interface Done {
  at: number;
  person: string;
  session?: string | undefined;
}

export interface Tally {
  add(done: Done): void;
  block(reason: BlockedReason): void;
  /** What comes from now on is of other people and visits: those so far need not be remembered one by one. */
  settle(): void;
  result(): RuleTally;
}

const DAY_MS = 86_400_000;

export function createTally({ from, until }: { from: number; until: number }): Tally {
  const byDay = Array.from({ length: Math.ceil((until - from) / DAY_MS) }, () => 0);
  const people = new Set<string>();
  const visits = new Set<string>();
  const blocked: NonNullable<RuleTally["blocked"]> = {};
  let [times, persons, sessions] = [0, 0, 0];

  return {
    add({ at, person, session }) {
      const day = Math.floor((at - from) / DAY_MS);
      if (byDay[day] === undefined) return;
      byDay[day]++;
      times++;
      people.add(person);
      if (session !== undefined) visits.add(session);
    },
    block(reason) {
      blocked[reason] = (blocked[reason] ?? 0) + 1;
    },
    settle() {
      persons += people.size;
      sessions += visits.size;
      people.clear();
      visits.clear();
    },
    result() {
      this.settle();
      return { times, persons, sessions, byDay, ...(Object.keys(blocked).length > 0 && { blocked }) };
    },
  };
}
