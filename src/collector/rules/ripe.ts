/** Maps that have waited long enough: for their moment, for another page or visit, or for a reason against them to pass. */
import { isOfPage, type Asked } from "./asked";
import { isActive, isForAnother, type Attempt } from "./attempt";
import { IDLE_MS, type Draft, type VisitDraft } from "./draft";
import type { Wait } from "./memory";
import type { Edited } from "./records";

/** What waits in vain, it forgets. */
export function ripeMaps(asked: Asked, draft: Draft): Attempt[] {
  const { here } = draft;
  return [
    ...(here ? ripe(here.waits, asked, { place: here, isRipe: (id, wait) => isRipeHere(id, wait, asked) }) : []),
    ...draft.others.flatMap((place) => ripe(place.waits, asked, { place, isRipe: (_id, wait) => isTooLate(wait, asked) })),
    ...ripe(draft.waits, asked, { place: here, isRipe: (_id, wait) => isNextVisit(wait, asked) }),
    ...ripe(draft.waits, asked, { isRipe: (_id, { until = Infinity }) => until <= asked.now })
      .map((attempt) => ({ ...attempt, place: [here, ...draft.others].find((visit) => visit !== undefined && visit.session === attempt.session) })),
  ];
}

interface Where {
  place?: VisitDraft | undefined;
  /** `undefined` if it waits in vain. */
  isRipe(id: string, wait: Wait): boolean | undefined;
}

function ripe(waits: Edited<Wait>, { rules }: Asked, { place, isRipe }: Where): Attempt[] {
  return waits.entries().flatMap(([id, wait]) => {
    const map = rules.actionMaps.get(id);
    const isReady = map && map.active !== false ? isRipe(id, wait) : undefined;
    if (isReady === undefined) waits.drop(id);
    const of = wait.of ?? wait.session ?? place?.session ?? "";
    return map && isReady ? [{ map, of, place, session: place?.session ?? wait.session, waits }] : [];
  });
}

function isRipeHere(id: string, { until, page }: Wait, asked: Asked): boolean | undefined {
  if (until !== undefined) return until <= asked.now;
  if (page) return isOfPage(asked) && asked.cause?.type === "page.viewed";
  if (!asked.answer.actionMaps.has(id) && !isForAnother(asked.rules.actionMaps.get(id)!)) return undefined;
  return isOfPage(asked);
}

/** Its visit may go on, and just not be looked at. */
const isTooLate = ({ until = Infinity }: Wait, { now }: Asked) => until + IDLE_MS <= now;

function isNextVisit({ session, since = Infinity }: Wait, asked: Asked): boolean {
  return isActive(asked) && asked.visit!.session !== session && asked.visit!.startedAt >= since;
}
