/** What rules have decided in a visit, as its card shows it: the same whatever the order in which it was told. */
import type { SessionCard } from "../../protocol/card";
import type { StoredEvent } from "../../protocol/event";
import { shortText, text } from "./text";

/** By id of the rule, or by the tag itself, what is shown of it and when it was told. */
export interface Decided {
  segments: { [id: string]: { at: number; name: string; color: string } };
  outcomes: { [id: string]: { at: number; name: string } };
  tags: { [tag: string]: number };
}

/** Most of each kind on a card, those that were told first. */
const SHOWN = 30;
const COLOR = /^#[0-9a-f]{6}$/i;
const GREY = "#808080";

/** Does a server, or a rule, say what a visit is like or has come to? */
export const isDecision = ({ source, type }: StoredEvent): boolean => source === "server" && /^(segment\.matched|outcome\.achieved|action\.qualified)$/.test(type);

export function foldDecision(before: Decided = { segments: {}, outcomes: {}, tags: {} }, { type, at, data }: StoredEvent): Decided {
  const name = shortText(data.name) ?? "";
  const segment = text(data.segment);
  const outcome = text(data.outcome);
  const tag = shortText(data.tag);
  if (type === "segment.matched" && segment !== undefined && data.shown !== false) {
    const color = typeof data.color === "string" && COLOR.test(data.color) ? data.color : GREY;
    return { ...before, segments: put(before.segments, segment, { at, name: name || segment, color }) };
  }
  if (type === "outcome.achieved" && outcome !== undefined) return { ...before, outcomes: put(before.outcomes, outcome, { at, name: name || outcome }) };
  if (type === "action.qualified" && tag !== undefined) return { ...before, tags: { ...before.tags, [tag]: Math.min(at, before.tags[tag] ?? at) } };
  return before;
}

/** Told twice, the first word counts. */
function put<T extends { at: number }>(all: { [id: string]: T }, id: string, told: T): { [id: string]: T } {
  const known = Object.hasOwn(all, id) ? all[id] : undefined;
  return known && known.at <= told.at ? all : { ...all, [id]: told };
}

/** What of it a card has; nothing where there is nothing. */
export function shownOf(decided: Decided | undefined): Pick<SessionCard, "segments" | "outcomes" | "tags"> {
  if (!decided) return {};
  const first = <T extends { at: number }>(all: { [id: string]: T }) => Object.entries(all).sort(([, a], [, b]) => a.at - b.at).slice(0, SHOWN);
  const segments = first(decided.segments).map(([id, { name, color }]) => ({ id, name, color }));
  const outcomes = first(decided.outcomes).map(([id, { name }]) => ({ id, name }));
  const tags = Object.entries(decided.tags).sort(([, a], [, b]) => a - b).slice(0, SHOWN).map(([tag]) => tag);
  return { ...(segments.length && { segments }), ...(outcomes.length && { outcomes }), ...(tags.length && { tags }) };
}
