/** Makes of the rules that hold what is to be done about it: pure, and the same again for the same question. */
import type { Asked } from "./asked";
import { armMaps } from "./arm";
import { draftOf, IDLE_MS, isForgotten } from "./draft";
import { matchSegments, achieveOutcomes } from "./match";
import type { Decision, Memory } from "./memory";
import { expireOffers } from "./expire";
import { tryMaps } from "./act";
import { ripeMaps } from "./ripe";

export interface Decided {
  /** The very same object where nothing has changed. */
  memory: Memory;
  decisions: Decision[];
  /** When to look again, though nothing happens. Milliseconds since 1970. */
  dueAt?: number;
}

/** Decides on one person at one moment. */
export function decide(told: Asked): Decided {
  const { visit: named, ...rest } = told;
  // What its visit has done is forgotten: nothing can be decided once in it any more.
  const forgotten = named !== undefined && isForgotten(told.memory, named);
  const asked: Asked = forgotten ? rest : told;
  const draft = draftOf(asked.memory, asked.visit);
  expireOffers(asked, draft);
  const attempts = ripeMaps(asked, draft);
  if (!forgotten) {
    matchSegments(asked, draft);
    achieveOutcomes(asked, draft);
    attempts.push(...armMaps(asked, draft));
  }
  tryMaps(attempts, asked, draft);
  const memory = draft.result();
  const dueAt = earliest(asked, memory);
  return { memory, decisions: draft.decisions, ...(dueAt !== undefined && { dueAt }) };
}

function earliest({ answer, now }: Asked, memory: Memory): number | undefined {
  const waits = [memory, ...memory.visits].flatMap((part) => Object.values(part.waits));
  const times = [
    answer.dueAt,
    // What was due in a visit that nobody looks at waits for a look at it, for as long as the visit may go on.
    ...waits.map(({ until }) => (until !== undefined && until <= now ? until + IDLE_MS : until)),
    ...memory.offers.filter(({ answer: ended, shownAt, over }) => !ended && !over && shownAt === undefined).map(({ expiresAt }) => expiresAt),
  ].filter((time) => time !== undefined);
  return times.length ? Math.min(...times) : undefined;
}
