/** Groups the steps of a journey: by the visit, or the conversation outside of visits, and within a visit by the page they happened on. */
import type { Step } from "../../protocol/card";
import { conversationOf } from "./conversationOf";
import { inOrder } from "./order";

/** A page with what happened on it; without a page, what happened before any or outside of all. */
export interface Part {
  key: string;
  page?: Step;
  /** What happened on it, oldest first; the page's own step is not among them. */
  steps: Step[];
  /** How long the page was looked at, milliseconds, where something tells. */
  spentMs?: number;
}

export interface Visit {
  key: string;
  kind: "visit" | "talk" | "rest";
  /** First and last step, milliseconds since 1970. */
  from: number;
  to: number;
  parts: Part[];
}

/** What is said of a person within this time belongs to what they did last. */
const NEAR_MS = 30 * 60_000;
/** Less than this on a page is no time that says anything. */
const SHOWN_MS = 1_000;

/** @param steps in any order, and some of them perhaps twice */
export function toVisits(steps: readonly Step[]): Visit[] {
  const sorted = inOrder(steps);
  const sessions = sessionsOf(sorted);
  const groups = new Map<string, Step[]>();
  let last: Step[] = [];
  for (const step of sorted) {
    const conversation = conversationOf(step);
    const session = step.session ?? (conversation && sessions.get(conversation));
    const named = session !== undefined ? `visit ${session}` : conversation && `talk ${conversation}`;
    // What names neither was said of somebody, mostly because of what they do at that time.
    const isNear = last.length > 0 && step.at - last[last.length - 1]!.at <= NEAR_MS;
    const key = named ?? `rest ${step.id}`;
    const group = named === undefined && isNear ? last : groups.get(key) ?? [];
    group.push(step);
    if (group !== last) groups.set(key, group);
    last = group;
  }
  return [...groups].map(([key, own]) => ({
    key,
    kind: key.startsWith("rest ") ? "rest" : key.startsWith("talk ") ? "talk" : "visit",
    from: own[0]!.at,
    to: own[own.length - 1]!.at,
    parts: toParts(key, own),
  }));
}

/** In which visit each conversation took place, as far as any step of it says so: the first that does. */
function sessionsOf(sorted: Step[]): Map<string, string> {
  const sessions = new Map<string, string>();
  for (const step of sorted) {
    const { type, session, data } = step;
    const conversation = conversationOf(step);
    const known = session ?? (type === "conversation.linked" ? text(data.session) : undefined);
    if (conversation && known !== undefined && !sessions.has(conversation)) sessions.set(conversation, known);
  }
  return sessions;
}

function toParts(key: string, steps: Step[]): Part[] {
  const parts: Part[] = [];
  for (const step of steps) {
    if (step.type === "page.viewed") parts.push({ key: step.id, page: step, steps: [] });
    else {
      if (!parts.length) parts.push({ key: `${key} before`, steps: [] });
      partOf(step, parts).steps.push(step);
    }
  }
  const pages = parts.filter(({ page }) => page);
  const lastSign = Math.max(...steps.filter(({ source }) => source === "page").map(({ at }) => at), 0);
  for (const [i, part] of pages.entries()) {
    const spentMs = (pages[i + 1]?.page?.at ?? lastSign) - part.page!.at;
    if (spentMs >= SHOWN_MS) part.spentMs = spentMs;
  }
  return parts;
}

/** A page says on which it happened: with several tabs that need not be the one that was opened last. */
function partOf({ source, url }: Step, parts: Part[]): Part {
  const last = parts[parts.length - 1]!;
  const here = source === "page" && url !== undefined ? withoutHash(url) : undefined;
  if (here === undefined || (last.page?.url !== undefined && withoutHash(last.page.url) === here)) return last;
  for (let i = parts.length - 1; i >= 0; i--) {
    const page = parts[i]!.page;
    if (page?.url !== undefined && withoutHash(page.url) === here) return parts[i]!;
  }
  return last;
}

const withoutHash = (url: string) => url.split("#")[0]!;
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
