/** Segments and outcomes that are new: who somebody has turned out to be like, and what they have achieved. */
import type { Outcome, Segment } from "../../protocol/rules";
import { occasionOf, valueOf, type Asked } from "./asked";
import type { Draft } from "./draft";
import { durationMs } from "./duration";
import { lastSegments } from "./hear";
import { isInSegment } from "./memory";

/** A visit's segment is matched once in it; a person's once, and again when they have left it by its time. */
export function matchSegments(asked: Asked, draft: Draft): void {
  for (const id of asked.answer.segments) {
    const segment = asked.rules.segments.get(id);
    if (segment) matchSegment(segment, asked, draft);
  }
}

function matchSegment(segment: Segment, asked: Asked, draft: Draft): void {
  const { id, name, color, of, expires, shown } = segment;
  const { now, visit } = asked;
  const until = expires === undefined ? undefined : now + durationMs(expires)!;
  let occasion = "";
  if (of === "session") {
    if (!draft.here || draft.here.segments.get(id) !== undefined) return;
    draft.here.segments.set(id, until ?? null);
    occasion = `:${draft.here.session}`;
  } else {
    if (isInSegment(draft, id, now)) return;
    draft.segments = lastSegments({ ...draft.segments, [id]: { at: now, ...(until !== undefined && { until }) } });
    if (expires !== undefined) occasion = `:${occasionOf(asked)}`;
  }
  draft.decisions.push({
    key: `segment:${id}${occasion}`, ...(visit && { session: visit.session }), type: "segment.matched",
    data: { segment: id, name, color, of, ...(until !== undefined && { expiresAt: until }), ...(shown === false && { shown }) },
  });
}

/**
 * An outcome is achieved when it becomes true, once a visit. What was true before, in another visit or outside of any, is achieved
 * once more only by something that happens: what asks of the person's whole journey stays true for ever.
 */
export function achieveOutcomes(asked: Asked, draft: Draft): void {
  const { answer, rules, visit } = asked;
  const held = [...answer.outcomes].filter((id) => rules.outcomes.has(id)).sort();
  for (const id of held) {
    const outcome = rules.outcomes.get(id)!;
    const isNew = !draft.outcomes.includes(id) || fits(outcome, asked);
    if (!isNew || draft.here?.outcomes.includes(id)) continue;
    if (draft.here) draft.here.outcomes = [...draft.here.outcomes, id];
    const value = worth(outcome, asked);
    draft.decisions.push({
      key: `outcome:${id}:${visit?.session ?? occasionOf(asked)}`, ...(visit && { session: visit.session }), type: "outcome.achieved",
      data: { outcome: id, name: outcome.name, ...(value !== undefined && { value }), ...(outcome.positive === false && { positive: false }) },
    });
  }
  draft.outcomes = sameOr(draft.outcomes, held);
}

const fits = (outcome: Outcome, { rules, cause }: Asked) => cause !== undefined && rules.fitsCause(outcome, cause);

function worth({ value }: Outcome, asked: Asked): number | undefined {
  if (typeof value !== "object") return value;
  const told = valueOf(asked, value.field);
  const number = typeof told === "string" && told.trim() !== "" ? Number(told) : told;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** The list itself as long as nothing in it has changed. */
export function sameOr(before: string[], after: string[]): string[] {
  return before.length === after.length && before.every((id, i) => id === after[i]) ? before : after;
}
