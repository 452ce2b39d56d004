/** A web session, folded from its events: the same whatever the order in which they came. */
import type { SessionCard } from "../../protocol/card";
import { parseCampaign, type Campaign } from "../../protocol/campaign";
import type { StoredEvent } from "../../protocol/event";
import { sessionCode } from "../../protocol/id";
import { text } from "./text";

/** Where something stands in time; the id decides between two of the same millisecond. */
interface Mark {
  at: number;
  id: string;
}
interface Arrival extends Mark {
  referrer?: string;
  campaign?: Campaign;
}
interface Page extends Mark {
  title?: string;
  url?: string;
}

export interface SessionState {
  id: string;
  startedAt: number;
  lastAt: number;
  pages: number;
  /** How many events carried a number, and the highest: a difference says that some are missing. */
  numbered: number;
  highest: number;
  /** Here `at` is the arrival at the collector: the visitor's clock could be set to claim another's session. */
  owner?: Mark & { visitor: string };
  started?: Arrival;
  landed?: Arrival;
  page?: Page;
}

/** What the contact centre says of a conversation is no sign of life from the visit. */
export function isSign(event: StoredEvent): boolean {
  return event.source === "page" || (event.source === "server" && !event.type.startsWith("conversation."));
}

/** Takes one more event, never the same twice, into the session that it names. */
export function foldSession(before: SessionState | undefined, event: StoredEvent): SessionState | undefined {
  const { session, at, id, type, visitor, received, seq } = event;
  if (session === undefined || !isSign(event)) return before;

  const viewed = type === "page.viewed";
  const owner = visitor === undefined ? undefined : { at: received, id, visitor };
  const arrival = toArrival(event);
  const state: SessionState = before ?? { id: session, startedAt: at, lastAt: at, pages: 0, numbered: 0, highest: -1 };
  return defined({
    ...state,
    startedAt: Math.min(state.startedAt, at),
    lastAt: Math.max(state.lastAt, at),
    pages: state.pages + (viewed ? 1 : 0),
    numbered: state.numbered + (seq === undefined ? 0 : 1),
    highest: Math.max(state.highest, seq ?? -1),
    owner: first(state.owner, owner),
    started: first(state.started, type === "session.started" ? arrival : undefined),
    landed: first(state.landed, viewed ? arrival : undefined),
    page: last(state.page, viewed ? toPage(event) : undefined),
  });
}

/** The card that an agent sees, without the name and the log number, which the store knows. */
export function sessionCard({ id, startedAt, lastAt, pages, owner, started, landed, page }: SessionState): Omit<SessionCard, "n" | "name"> {
  return defined({
    kind: "session" as const,
    id,
    code: sessionCode(id),
    visitor: owner?.visitor ?? "",
    title: page?.title,
    url: page?.url,
    pages,
    referrer: started?.referrer ?? landed?.referrer,
    campaign: started?.campaign ?? landed?.campaign,
    startedAt,
    lastAt,
  });
}

const isBefore = (a: Mark, b: Mark) => a.at < b.at || (a.at === b.at && a.id < b.id);
const first = <M extends Mark>(a: M | undefined, b: M | undefined) => (!a || (b && isBefore(b, a)) ? b : a);
const last = <M extends Mark>(a: M | undefined, b: M | undefined) => (!a || (b && isBefore(a, b)) ? b : a);

function toPage({ at, id, url, data }: StoredEvent): Page {
  return defined({ at, id, title: text(data.title), url });
}

function toArrival({ at, id, url, data }: StoredEvent): Arrival {
  return defined({ at, id, referrer: text(data.referrer), campaign: url === undefined ? undefined : parseCampaign(url) });
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** Leaves out what is not known, so that it takes no place in the store or on the wire. */
function defined<T extends object>(value: T): Defined<T> {
  const known = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(known) as Defined<T>;
}
