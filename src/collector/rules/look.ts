/** One look at a journey: the marks as questions of one moment see them, each put together once, and when time may change the answer. */
import { IDLE_MINUTES } from "../../protocol/limits";
import type { Scope } from "../../protocol/rules";
import type { Mark, Question } from "./compiled";
import { byTime, KEPT } from "./marks";
import { SIGNS, VIEWS } from "./patternKey";

export interface Look {
  question: Question;
  /** What was found of the rules that were looked at before, by id. */
  held: Map<string, boolean | undefined>;
  /** Milliseconds since 1970 from which on the visit is over, and whether it is. Without a visit it is. */
  overAt: number;
  isOver: boolean;
  /** Notes a moment at which time alone may change what was found. */
  due(at: number): void;
  /** The earliest of them. */
  dueAt(): number | undefined;
  /** @returns oldest first, or `undefined` where it is asked of a visit and there is none */
  marks(pattern: AskedPattern, scope: Scope): readonly Mark[] | undefined;
}

/** A pattern as conditions ask for it. */
export interface AskedPattern {
  key: string;
  lastingMs?: number;
}

const NONE: readonly Mark[] = [];

export function createLook(question: Question): Look {
  const { marks, visit, now } = question;
  const overAt = visit ? visit.lastAt + IDLE_MINUTES * 60_000 : -Infinity;
  const isOver = now >= overAt;
  let earliest = Infinity;
  const due = (at: number) => {
    if (at > now && at < earliest) earliest = at;
  };
  const ofVisit = new Map<string, readonly Mark[]>();
  let leaving: ((view: Mark) => number | undefined) | undefined;

  /** Those that were looked at long enough, of the page views whose end is known. */
  function lasted(views: readonly Mark[], lastingMs: number): readonly Mark[] {
    const all = marks[VIEWS] ?? NONE;
    const oldest = all.length >= KEPT ? all[0] : undefined;
    leaving ??= leavingOf(question, all);
    return views.filter((view) => {
      if (oldest && byTime(view, oldest) < 0) return false;
      const leftAt = leaving!(view);
      if (leftAt !== undefined) return leftAt - view.at >= lastingMs;
      // The page is still looked at, as far as anybody can tell before the visit is over.
      const longEnoughAt = view.at + lastingMs;
      const isSeenSince = visit!.lastAt >= longEnoughAt;
      if (isOver || isSeenSince) return isSeenSince;
      if (longEnoughAt >= overAt) return false;
      due(longEnoughAt);
      due(overAt);
      return now >= longEnoughAt;
    });
  }

  return {
    question,
    held: new Map(),
    overAt,
    isOver,
    due,
    dueAt: () => (earliest === Infinity ? undefined : earliest),
    marks({ key, lastingMs }, scope) {
      if (scope === "session" && !visit) return undefined;
      let found: readonly Mark[] | undefined = marks[key] ?? NONE;
      if (scope === "session" && found.length) {
        const known = ofVisit.get(key);
        found = known ?? found.filter(({ session }) => session === visit!.session);
        if (!known) ofVisit.set(key, found);
      }
      return lastingMs === undefined || !found.length ? found : lasted(found, lastingMs);
    },
  };
}

/** When each page was left: for the next page of the same visit, or with the last sign of it. Not known of the last page of the visit that is asked about. */
function leavingOf({ marks, visit }: Question, all: readonly Mark[]): (view: Mark) => number | undefined {
  const next = new Map<string, number>();
  const later = new Map<string, Mark>();
  for (let i = all.length - 1; i >= 0; i--) {
    const view = all[i]!;
    if (view.session === undefined) continue;
    const after = later.get(view.session);
    if (after) next.set(view.id, after.at);
    later.set(view.session, view);
  }
  const signs = new Map((marks[SIGNS] ?? NONE).map(({ id, at }) => [id, at]));
  return ({ id, at, session }) => {
    if (session !== undefined && session === visit?.session) return next.get(id);
    return next.get(id) ?? signs.get(session ?? "") ?? at;
  };
}
