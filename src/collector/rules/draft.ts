/** A person's memory while one look at it goes on: what is asked of it, what is written, and what comes of it. */
import { IDLE_MINUTES } from "../../protocol/limits";
import { VISITS, type Decision, type Memory, type VisitMemory, type Wait } from "./memory";
import type { Visit } from "./moment";
import { edit, type Edited } from "./records";

export const IDLE_MS = IDLE_MINUTES * 60_000;

/** One visit's part of it. */
export interface VisitDraft {
  session: string;
  startedAt: number;
  segments: Edited<number | null>;
  maps: Edited<number>;
  waits: Edited<Wait>;
  outcomes: string[];
}

export interface Draft {
  /** The visit that is looked at. */
  here?: VisitDraft;
  /** The other visits that are remembered. */
  others: VisitDraft[];
  segments: Memory["segments"];
  outcomes: string[];
  held: string[];
  acted: string[];
  waits: Edited<Wait>;
  offers: Memory["offers"];
  readonly decisions: Decision[];
  /** The memory as it has become; the very same object where nothing has changed. */
  result(): Memory;
}

/** Did a visit begin before all that are remembered, and were there more? Then what it has done is forgotten. */
export function isForgotten({ visits }: Memory, { session, startedAt }: Visit): boolean {
  return visits.length === VISITS && visits.every((known) => known.session !== session && known.startedAt >= startedAt);
}

export function draftOf(memory: Memory, visit: Visit | undefined): Draft {
  const known = memory.visits.find(({ session }) => session === visit?.session);
  const others = memory.visits.filter((one) => one !== known).map(draftVisit);
  const here = visit && draftVisit({ ...(known ?? noVisit(visit)), startedAt: visit.startedAt });
  const waits = edit(memory.waits);
  const { segments, outcomes, held, acted, offers } = memory;
  const draft: Draft = {
    ...(here && { here }), others, segments, outcomes, held, acted, waits, offers, decisions: [],
    result: () => {
      const visits = memory.visits.map((before) => closed(before, before === known ? here : others.find(({ session }) => session === before.session)));
      if (here && !known && isWritten(here)) visits.push(closed(noVisit(here), here));
      const after: Memory = {
        segments: draft.segments, outcomes: draft.outcomes, held: draft.held, acted: draft.acted, waits: waits.result(),
        visits: visits.length === memory.visits.length && visits.every((one, i) => one === memory.visits[i]) ? memory.visits : lastOf(visits),
        offers: draft.offers, conversations: memory.conversations,
      };
      return (Object.keys(after) as (keyof Memory)[]).every((part) => after[part] === memory[part]) ? memory : after;
    },
  };
  return draft;
}

/** Nothing of a visit yet. */
export function noVisit({ session, startedAt }: Pick<Visit, "session" | "startedAt">): VisitMemory {
  return { session, startedAt, segments: {}, outcomes: [], maps: {}, waits: {} };
}

/** The visits that are kept: their order is that of time, whatever the order in which they were heard of. */
export function lastOf(visits: VisitMemory[]): VisitMemory[] {
  return visits.sort((a, b) => b.startedAt - a.startedAt || (a.session < b.session ? -1 : 1)).slice(0, VISITS);
}

function draftVisit({ session, startedAt, segments, outcomes, maps, waits }: VisitMemory): VisitDraft {
  return { session, startedAt, segments: edit(segments), outcomes, maps: edit(maps), waits: edit(waits) };
}

function closed(before: VisitMemory, draft: VisitDraft | undefined): VisitMemory {
  if (!draft) return before;
  const { session, outcomes } = draft;
  const parts = { segments: draft.segments.result(), outcomes, maps: draft.maps.result(), waits: draft.waits.result() };
  const isSame = (Object.keys(parts) as (keyof typeof parts)[]).every((part) => parts[part] === before[part]);
  return isSame ? before : { session, startedAt: draft.startedAt, ...parts };
}

function isWritten({ segments, outcomes, maps, waits }: VisitDraft): boolean {
  return outcomes.length > 0 || [segments, maps, waits].some((part: Edited<unknown>) => part.entries().length > 0);
}
