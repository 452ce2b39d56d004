/** The marks of a person: sets of moments by pattern, bounded in a way that no order of arrival changes. */
import { RULES } from "../../protocol/rules";
import type { Mark, Marks } from "./compiled";
import type { Moment } from "./moment";
import { SIGNS } from "./patternKey";

/** The last so many of each pattern. */
export const KEPT = RULES.count;
/**
 * A conversation's moments may go when something new is told of it, and what they had crowded out would be missed. So of those very
 * many more are kept than can be asked for.
 */
export const KEPT_OF_CONVERSATIONS = 5 * RULES.count;

/** What happened first; ids decide between two of the same millisecond. */
export const byTime = (a: Mark, b: Mark) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export function markOf({ id, at, session, conversation }: Moment): Mark {
  return { id, at, ...(session !== undefined && { session }), ...(conversation !== undefined && { conversation }) };
}

/** Two sets of the same pattern as one. */
function join(a: readonly Mark[], b: readonly Mark[]): Mark[] {
  const byId = new Map(a.map((mark) => [mark.id, mark]));
  for (const mark of b) byId.set(mark.id, mark);
  const marks = [...byId.values()].sort(byTime);
  const most = marks.some(({ conversation }) => conversation !== undefined) ? KEPT_OF_CONVERSATIONS : KEPT;
  return marks.length > most ? marks.slice(-most) : marks;
}

/** Of the signs of each visit the last: its id is the visit's. */
function joinSigns(a: readonly Mark[], b: readonly Mark[]): Mark[] {
  const last = new Map<string, Mark>();
  for (const mark of [...a, ...b]) {
    const known = last.get(mark.id);
    if (!known || known.at < mark.at) last.set(mark.id, mark);
  }
  const marks = [...last.values()].sort(byTime);
  return marks.length > KEPT ? marks.slice(-KEPT) : marks;
}

const same = (a: Mark, b: Mark) => a.id === b.id && a.at === b.at && a.session === b.session && a.conversation === b.conversation;

/** How marks of a pattern come together. */
const joinOf = (key: string) => (key === SIGNS ? joinSigns : join);

export interface News {
  /** By pattern. */
  fresh: ReadonlyMap<string, Mark[]>;
  /** Id of a conversation whose marks all go. */
  replaced?: string | undefined;
  /** What nobody asks for any more is forgotten with the next change: it would be out of date when it is asked for again. */
  asked: ReadonlySet<string>;
}

/** @returns `before` itself where nothing changed */
export function putMarks(before: Marks, { fresh, replaced, asked }: News): Marks {
  let after: Marks | undefined;
  const keys = new Set(fresh.keys());
  if (replaced !== undefined) for (const key of Object.keys(before)) if (before[key]!.some(({ conversation }) => conversation === replaced)) keys.add(key);
  for (const key of keys) {
    if (!asked.has(key)) continue;
    const old = before[key] ?? [];
    const kept = replaced === undefined ? old : old.filter(({ conversation }) => conversation !== replaced);
    const marks = joinOf(key)(kept, fresh.get(key) ?? []);
    if (marks.length === old.length && marks.every((mark, i) => same(mark, old[i]!))) continue;
    after ??= Object.fromEntries(Object.entries(before).filter(([one]) => asked.has(one)));
    if (marks.length) after[key] = marks;
    else delete after[key];
  }
  return after ?? before;
}
