/** A web session, folded from its events: the same whatever the order in which they came. */
import type { SessionCard } from "../../protocol/card";
import { parseCampaign, type Campaign } from "../../protocol/campaign";
import type { StoredEvent } from "../../protocol/event";
import { sessionCode } from "../../protocol/id";
import { TELLERS, URL_CHARS } from "../../protocol/limits";
import { foldDecision, isDecision, shownOf, type Decided } from "./decided";
import type { SeenVisit } from "../../protocol/visit";
import { shortText } from "./text";
import { toSeenVisit } from "./visit";

/** Where something stands in time; the id decides between two of the same millisecond. */
interface Mark {
  at: number;
  id: string;
}
interface Arrival extends Mark {
  referrer?: string;
  campaign?: Campaign;
  /** Of the visit's start, and not there of those that were folded before anybody looked. */
  visit?: SeenVisit;
}
interface Page extends Mark {
  title?: string;
  url?: string;
}

const DECIDED = /^(identity\.(matched|verified|rejected|undone|resolved)|(segment|outcome|action)\..*)$/;

/** What one teller has told of a session. */
interface Visit {
  source: "page" | "server";
  visitor?: string;
  /** When it was heard first. Here `at` is the arrival at the collector: a clock could be set to claim another's session. */
  heard: Mark;
  startedAt: number;
  lastAt: number;
  pages: number;
  /** How many different numbers events carried, and the highest: a difference says that some are missing. */
  numbered: number;
  highest: number;
  /** When it was heard last, by the collector's clock: what is missing may still be on its way for a moment. */
  latest: number;
  started?: Arrival;
  landed?: Arrival;
  page?: Page;
}

/**
 * A session by teller. Anybody can name any session, and an event that belongs to it may come after one that does not: so
 * every teller's words are kept apart, and whose session it is decides which of them count. Nothing has to be undone.
 */
export interface SessionState {
  id: string;
  visits: Visit[];
  /** What rules have decided in it. */
  decided?: Decided;
}

/** What the contact centre says of a conversation, and what is decided of its visitor, is no sign of life from the visit. */
export function isSign({ source, type }: StoredEvent): boolean {
  return source === "page" || (source === "server" && !type.startsWith("conversation.") && !DECIDED.test(type));
}

/** Takes one more event, never the same twice, into the session that it names. A number that its teller used before is left out. */
export function foldSession(before: SessionState | undefined, event: StoredEvent): SessionState | undefined {
  const { session } = event;
  if (session === undefined) return before;
  if (isDecision(event)) return before && { ...before, decided: foldDecision(before.decided, event) };
  if (!isSign(event)) return before;

  const told = toVisit(event);
  const isSame = ({ source, visitor }: Visit) => source === told.source && visitor === told.visitor;
  const known = before?.visits ?? [];
  const same = known.find(isSame);
  const visits = [...known.filter((visit) => visit !== same), same ? merge(same, told) : told];
  return { ...before, id: session, visits: bound(visits.sort((a, b) => (isBefore(a.heard, b.heard) ? -1 : 1))) };
}

/** Takes the number of an event that was taken without one, as if it had come with it. */
export function foldNumber(before: SessionState | undefined, { source, visitor, seq, received }: StoredEvent): SessionState | undefined {
  if (!before || seq === undefined) return before;
  const visits = before.visits.map((visit) => {
    if (visit.source !== source || visit.visitor !== visitor) return visit;
    return { ...visit, numbered: visit.numbered + 1, highest: Math.max(visit.highest, seq), latest: Math.max(visit.latest, received) };
  });
  return { ...before, visits };
}

/** Of many browsers that name one session, those that were heard first are kept; the very first is whose session it is. */
function bound(visits: Visit[]): Visit[] {
  const unheard = new Set(visits.filter(({ source }) => source === "page").slice(TELLERS));
  return visits.filter((visit) => !unheard.has(visit));
}

/** What counts of a session: the words of its visitor's pages and of the site's own server. */
export function ownVisit({ visits }: SessionState): Visit {
  const owner = visits.find(({ source }) => source === "page");
  const servers = visits.filter(({ source }) => source === "server");
  const visitor = owner ? owner.visitor : servers.find((server) => server.visitor !== undefined)?.visitor;
  const { visitor: _first, ...told } = [...(owner ? [owner] : []), ...servers].reduce(merge);
  return { ...told, ...(visitor !== undefined && { visitor }) };
}

/** The card that an agent sees, without the name and the log number, which the store knows. */
export function sessionCard(state: SessionState): Omit<SessionCard, "n" | "name"> {
  const { startedAt, lastAt, pages, visitor, started, landed, page } = ownVisit(state);
  return defined({
    kind: "session" as const,
    id: state.id,
    code: sessionCode(state.id),
    visitor: visitor ?? "",
    title: page?.title,
    url: page?.url,
    pages,
    referrer: started?.referrer ?? landed?.referrer,
    campaign: started?.campaign ?? landed?.campaign,
    visit: started?.visit,
    startedAt,
    lastAt,
    ...shownOf(state.decided),
  });
}

function toVisit(event: StoredEvent): Visit {
  const { at, id, type, source, visitor, received, seq } = event;
  const viewed = type === "page.viewed";
  return defined({
    source: source === "page" ? ("page" as const) : ("server" as const),
    visitor,
    heard: { at: received, id },
    startedAt: at,
    lastAt: at,
    pages: viewed ? 1 : 0,
    numbered: seq === undefined ? 0 : 1,
    highest: seq ?? -1,
    latest: received,
    started: type === "session.started" ? defined({ ...toArrival(event), visit: toSeenVisit(event.data) }) : undefined,
    landed: viewed ? toArrival(event) : undefined,
    page: viewed ? toPage(event) : undefined,
  });
}

/** Puts together what was told of the same session, in whatever order. */
function merge(a: Visit, b: Visit): Visit {
  return defined({
    ...a,
    heard: first(a.heard, b.heard) ?? a.heard,
    startedAt: Math.min(a.startedAt, b.startedAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    pages: a.pages + b.pages,
    numbered: a.numbered + b.numbered,
    highest: Math.max(a.highest, b.highest),
    latest: Math.max(a.latest, b.latest),
    started: first(a.started, b.started),
    landed: first(a.landed, b.landed),
    page: last(a.page, b.page),
  });
}

const isBefore = (a: Mark, b: Mark) => a.at < b.at || (a.at === b.at && a.id < b.id);
const first = <M extends Mark>(a: M | undefined, b: M | undefined) => (!a || (b && isBefore(b, a)) ? b : a);
const last = <M extends Mark>(a: M | undefined, b: M | undefined) => (!a || (b && isBefore(a, b)) ? b : a);

function toPage({ at, id, url, data }: StoredEvent): Page {
  return defined({ at, id, title: shortText(data.title), url });
}

function toArrival({ at, id, url, data }: StoredEvent): Arrival {
  return defined({ at, id, referrer: shortText(data.referrer, URL_CHARS), campaign: url === undefined ? undefined : parseCampaign(url) });
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** Leaves out what is not known, so that it takes no place in the store or on the wire. */
function defined<T extends object>(value: T): Defined<T> {
  const known = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(known) as Defined<T>;
}
