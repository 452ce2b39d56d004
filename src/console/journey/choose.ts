/** Takes of the groups of a journey what is to be seen: the chosen kinds, and the latest of them. */
import { kindOf, type Kind } from "./kinds";
import type { Part, Visit } from "./visits";

/** Keeps what is of these kinds. Where pages are hidden, what happened on them stays, without a heading. */
export function ofKinds(visits: readonly Visit[], kinds: ReadonlySet<Kind>): Visit[] {
  const chosen = (part: Part): Part[] => {
    const { page, ...rest } = part;
    const steps = part.steps.filter(({ type }) => kinds.has(kindOf(type)));
    if (page && kinds.has("pages")) return [{ ...part, steps }];
    return steps.length ? [{ ...rest, steps }] : [];
  };
  return visits.map((visit) => ({ ...visit, parts: visit.parts.flatMap(chosen) })).filter(({ parts }) => parts.length);
}

/**
 * The latest steps; of a page that is only in part among them the heading stays.
 *
 * @returns with how many were left out
 */
export function latest(visits: readonly Visit[], limit: number): { visits: Visit[]; hidden: number } {
  let left = limit;
  let hidden = 0;
  const kept: Visit[] = [];
  for (const visit of [...visits].reverse()) {
    const parts: Part[] = [];
    for (const part of [...visit.parts].reverse()) {
      const size = part.steps.length + (part.page ? 1 : 0);
      if (left <= 0) hidden += size;
      else {
        const steps = part.steps.slice(Math.max(0, part.steps.length - left));
        hidden += part.steps.length - steps.length;
        left -= size;
        parts.unshift({ ...part, steps });
      }
    }
    if (parts.length) kept.unshift({ ...visit, parts });
  }
  return { visits: kept, hidden };
}
