/** Maps whose condition has become true, or has been met once more: they act now, or come to wait. */
import type { ActionMap } from "../../protocol/rules";
import { occasionOf, type Asked } from "./asked";
import { isActive, needsNoPage, type Attempt } from "./attempt";
import type { Draft, VisitDraft } from "./draft";
import { durationMs } from "./duration";
import { sameOr } from "./match";
import { ACTED, HELD, type Wait } from "./memory";
import { isOffer } from "./offers";

/** @returns those that are to act now */
export function armMaps(asked: Asked, draft: Draft): Attempt[] {
  const { answer, rules, visit } = asked;
  const { here } = draft;
  for (const [id, bits] of here?.maps.entries() ?? []) {
    if (bits & HELD && !answer.actionMaps.has(id)) clear(draft, id, bits);
  }
  const holding = [...answer.actionMaps].flatMap((id) => rules.actionMaps.get(id) ?? []);
  const attempts = holding.flatMap((map) => {
    if (!isActive(asked) && !needsNoPage(map)) return [];
    const isNew = rises(map, draft) || (map.repeats === "always" && asked.cause !== undefined && rules.fitsCause(map, asked.cause));
    here?.maps.set(map.id, (here.maps.get(map.id) ?? 0) | HELD);
    if (!isNew || hasActed(map, draft) || isWaiting(map, draft)) return [];
    const of = map.repeats === "contact" ? "" : map.repeats === "always" || !visit ? occasionOf(asked) : visit.session;
    return arm(map, of, { asked, draft });
  });
  // Where nobody visits, whatever held when anybody last looked is nothing new.
  draft.held = sameOr(draft.held, holding.filter(needsNoPage).map(({ id }) => id).sort());
  return attempts;
}

function clear({ here }: Draft, id: string, bits: number): void {
  if (bits === HELD) here?.maps.drop(id);
  else here?.maps.set(id, bits & ~HELD);
}

function rises({ id }: ActionMap, { here, held }: Draft): boolean {
  return here ? !((here.maps.get(id) ?? 0) & HELD) : !held.includes(id);
}

/** Has it acted as often as it may? */
export function hasActed({ id, repeats = "session" }: ActionMap, { here, acted }: Pick<Draft, "here" | "acted">): boolean {
  if (repeats === "always") return false;
  return repeats === "contact" ? acted.includes(id) : ((here?.maps.get(id) ?? 0) & ACTED) !== 0;
}

const isWaiting = ({ id }: ActionMap, { here, waits }: Draft) => waits.get(id) !== undefined || here?.waits.get(id) !== undefined;

/** What acts for its visit need not say so. */
export function waitFor(of: string, place: VisitDraft | undefined): Wait {
  return of === place?.session ? {} : { of };
}

function arm(map: ActionMap, of: string, { asked: { visit, now }, draft: { here, waits } }: { asked: Asked; draft: Draft }): Attempt[] {
  const { id, after, action } = map;
  if (after === undefined) return [{ map, of, place: here, session: here?.session }];
  const session = visit && { session: visit.session };
  if (after === "next_session") {
    waits.set(id, { ...waitFor(of, here), ...session, since: visit?.startedAt ?? now });
    here?.maps.set(id, (here.maps.get(id) ?? 0) | ACTED);
  } else if (after === "next_page") {
    here?.waits.set(id, { ...waitFor(of, here), page: true });
  } else {
    const until = now + durationMs(after)!;
    if (isOffer(action)) here?.waits.set(id, { ...waitFor(of, here), until });
    else waits.set(id, { ...waitFor(of, here), ...session, until });
  }
  return [];
}
