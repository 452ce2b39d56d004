/** Reads visits of the past from the log, a few at a time, between which everybody else is served. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Campaign } from "../../protocol/campaign";
import type { Conversation } from "../../protocol/conversation";
import type { Data, StoredEvent } from "../../protocol/event";
import { sessionCard, type SessionState } from "../fold/session";
import type { Fields, Moment } from "../rules/moment";
import { createPace } from "../scoring/pace";
import type { Histories, PastVisit } from "../scoring/past";
import { momentOf, momentsOf } from "../rules/moments";
import { createEarlier } from "./earlier";

/** Visits that are looked up together. */
const PAGE = 50;
/** Most events of one visit, the first: what is longer is a machine's. */
const EVENTS = 300;
/** What the collector adds to a visit's beginning. */
const SEEN = ["device", "os", "browser", "language", "country"] as const;

interface SessionRow {
  n: number;
  id: string;
  visitor: string | null;
  state: string;
  contact: string | null;
}
interface EventRow extends Pick<StoredEvent, "id" | "type" | "at" | "received" | "source"> {
  url: string | null;
  data: string;
}

export function createHistories(database: DatabaseSyncInstance): Histories {
  const last = database.prepare(`
    SELECT card.n, card.id, card.visitor, card.state, CASE WHEN who.level = 'verified' THEN who.contact END AS contact FROM sessions AS card
    LEFT JOIN visitors AS who ON who.site = card.site AND who.id = card.visitor
    WHERE card.site = ?1 AND card.n <= ?2 AND (card.n < ?2 OR card.id < ?3) ORDER BY card.n DESC, card.id DESC LIMIT ${PAGE}`);
  // Pages are believed of their own visitor only. What is said of who it is, is sealed, and asked for apart.
  const happened = database.prepare(`
    SELECT id, type, at, received, source, url, data FROM events WHERE site = ? AND session = ? AND (source <> 'page' OR visitor IS ?) AND conversation IS NULL
    AND type NOT GLOB 'identity.*' ORDER BY at, n LIMIT ${EVENTS}`);
  const talks = database.prepare("SELECT state FROM conversations WHERE site = ? AND session = ? AND part_of IS NULL");
  const identified = database.prepare(`
    SELECT type, min(at) AS at FROM events WHERE site = ? AND visitor = ? AND type GLOB 'identity.*' AND type IN ('identity.claimed', 'identity.verified') GROUP BY type`);
  const earlierOf = createEarlier(database);

  const read = (site: string, { id: session, visitor, state, contact }: SessionRow): PastVisit | undefined => {
    const { startedAt, lastAt, referrer, campaign = {} } = sessionCard(JSON.parse(state) as SessionState);
    const events = (happened.all(site, session, visitor) as unknown as EventRow[]).map(({ url, ...row }): StoredEvent => ({ ...row, site, session, data: toData(row.data), ...(url !== null && { url }) }));
    const arrival = events.find(({ type }) => type === "session.started")?.data ?? {};
    if (arrival.bot === true) return undefined;
    const achieved = new Map<string, number>();
    for (const { type, at, data: { outcome } } of events) {
      if (type === "outcome.achieved" && typeof outcome === "string" && !achieved.has(outcome)) achieved.set(outcome, at);
    }
    const conversations = (talks.all(site, session) as { state: string }[]).flatMap((row) => momentsOf(JSON.parse(row.state) as Conversation));
    const who = new Map(visitor === null ? [] : (identified.all(site, visitor) as { type: string; at: number }[]).map(({ type, at }) => [type, at]));
    const [claimedAt, verifiedAt] = [who.get("identity.claimed"), who.get("identity.verified")];
    return {
      // Two browsers are one person's only where that was proven.
      person: contact ?? visitor ?? session,
      visit: { session, startedAt, lastAt, fields: fieldsOf(arrival, campaign, referrer) },
      moments: events.flatMap((event) => momentOf(event) ?? []).concat(conversations).sort((a, b) => a.at - b.at || compare(a, b)),
      earlier: visitor === null ? { visits: 0, conversations: 0 } : earlierOf({ site, visitor, session, startedAt }),
      ...(claimedAt !== undefined && { claimedAt }),
      ...(verifiedAt !== undefined && { verifiedAt }),
      achieved,
    };
  };

  return async function* ({ site, since, until, limit }) {
    const pace = createPace();
    let left = limit;
    let before = { n: Number.MAX_SAFE_INTEGER, id: "" };
    for (;;) {
      const rows = last.all(site, before.n, before.id) as unknown as SessionRow[];
      for (const row of rows) {
        await pace();
        before = row;
        const past = read(site, row);
        if (!past || past.visit.startedAt < since || past.visit.lastAt >= until) continue;
        yield past;
        if (--left <= 0) return;
      }
      if (rows.length < PAGE) return;
    }
  };
}

const compare = (a: Moment, b: Moment) => (a.id < b.id ? -1 : 1);

/** What a server stored may be no object. */
function toData(text: string): Data {
  const told: unknown = JSON.parse(text);
  return typeof told === "object" && told !== null ? (told as Data) : {};
}

/** What is known from the first event on. */
function fieldsOf(arrival: Data, campaign: Campaign, referrer: string | undefined): Fields {
  const seen = SEEN.flatMap((name) => (typeof arrival[name] === "string" ? [[`session.${name}`, arrival[name]] as const] : []));
  const told = Object.entries(campaign).map(([name, value]) => [`session.campaign.${name}`, value] as const);
  return { ...Object.fromEntries([...seen, ...told]), ...(referrer !== undefined && { "session.referrer": referrer }) };
}
