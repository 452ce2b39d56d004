/** Everything that is read from the log and the cards. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Card, ConversationCard, Step } from "../../protocol/card";
import { statusAt, type Conversation } from "../../protocol/conversation";
import type { Data, Source } from "../../protocol/event";
import { OPEN_STATUSES } from "../../protocol/report";
import { conversationCard } from "../fold/conversation";
import { sessionCard, type SessionState } from "../fold/session";
import { cut } from "../fold/text";
import type { Vault } from "../vault/vault";
import { createEventRows, type EventRow } from "./eventRows";
import { createLinks } from "./links";
import type { CardQuery, Cards, ConversationQuery, JourneyQuery } from "./store";
import { createVisitorRows, SHOWN_COLUMNS, type Shown } from "./visitorRows";
import type { Changed } from "./workingStates";

/** Longest text of a step's data: a journey is read at a glance, and the log has it all. */
const STEP_CHARS = 300;
const shorten = (_key: string, value: unknown) => (typeof value === "string" ? cut(value, STEP_CHARS) : value);
const KINDS = ["session", "conversation"] as const;

interface CardRow extends Omit<Shown, "site"> {
  n: number;
  state: string;
}
interface StepRow {
  id: string;
  type: string;
  at: number;
  source: Source;
  site: string;
  visitor: string | null;
  session: string | null;
  url: string | null;
  data: string;
}

export interface Reading {
  cards(query: CardQuery): Cards;
  /** Cards that just changed, by site. */
  changed(which: Changed[]): Map<string, Cards>;
  /** The card of one conversation, by any of its ids. */
  conversation(which: { site: string; id: string; now: number }): ConversationCard | undefined;
  conversations(query: ConversationQuery): ConversationCard[];
  eventData(which: { site: string; id: string }): Data | undefined;
  journey(query: JourneyQuery): Step[];
}

/**
 * Who a card's visitor is, as known now: cards from before it was told show it too. Where no contact is known of them, whom the
 * contact centre says that a conversation is with.
 */
const WHO = {
  sessions: "card.visitor",
  conversations: `CASE WHEN card.customer IS NOT NULL AND (card.visitor IS NULL OR NOT EXISTS
    (SELECT 1 FROM visitors WHERE site = card.site AND id = card.visitor AND contact IS NOT NULL)) THEN card.customer ELSE card.visitor END`,
};
const select = (table: "sessions" | "conversations") => `
  SELECT card.n, card.state, who.id AS visitor, ${SHOWN_COLUMNS} FROM ${table} AS card
  LEFT JOIN visitors AS who ON who.site = card.site AND who.id = ${WHO[table]} WHERE card.site = ?1`;

/** An agent is needed, or was a moment ago. In the words of the index. */
const OPEN = "status IN ('waiting', 'connected', 'wrapping')";
const SHOWN = "status <> 'pending'";
const latestIds = (which: string) => `SELECT id FROM (SELECT id FROM conversations WHERE site = ?1 AND ${which} AND n > ?2 AND n < ?4 ORDER BY n DESC LIMIT ?3)`;

const COLUMNS = "site, id, type, at, source, visitor, session, url, data, seq, n";
const OWNER = "(SELECT visitor FROM sessions WHERE site = ?1 AND id = ?2)";
/** Anybody can name any session, so pages are believed of their own visitor's only. */
const OWN = `(source <> 'page' OR visitor IS ${OWNER})`;
/** Conversations by their ids, as a JSON list: one may have several. */
const TALKS = "(SELECT value FROM json_each(?4))";
const JOURNEYS = {
  conversation: `SELECT ${COLUMNS} FROM events WHERE site = ?1 AND conversation IN ${TALKS} AND ?2 IS NOT NULL`,
  // What the contact centre tells of a visit's conversations belongs to its journey, though it knows no session.
  session: `SELECT ${COLUMNS} FROM events WHERE site = ?1 AND session = ?2 AND ${OWN}
    UNION SELECT ${COLUMNS} FROM events WHERE site = ?1 AND session IS NULL AND ${OWN} AND conversation IN ${TALKS}
    UNION SELECT ${COLUMNS} FROM events WHERE site = ?1 AND visitor = ${OWNER} AND session IS NULL AND source <> 'page'
    AND type GLOB 'identity.*' AND type <> 'identity.resolved'`,
};
// What has no number was said of what has one: it comes after it.
const newest = (journey: string) =>
  `SELECT * FROM (SELECT * FROM (${journey}) ORDER BY at DESC, seq DESC NULLS FIRST, n DESC LIMIT ?3) ORDER BY at, seq NULLS LAST, n`;

export function createReading(database: DatabaseSyncInstance, vault: Vault): Reading {
  const visitors = createVisitorRows(database, vault);
  const events = createEventRows(database, visitors);
  const latest = {
    session: database.prepare(`${select("sessions")} AND card.n > ?2 AND card.n < ?4 ORDER BY card.n DESC LIMIT ?3`),
    // Somebody who waits must not vanish behind all those who came later and have left.
    conversation: database.prepare(`${select("conversations")} AND card.id IN (${latestIds(OPEN)} UNION ${latestIds(SHOWN)}) ORDER BY ${OPEN} DESC, card.n DESC`),
  };
  /** Those that were open came with the first. */
  const further = { ...latest, conversation: database.prepare(`${select("conversations")} AND card.id IN (${latestIds(SHOWN)}) ORDER BY card.n DESC`) };
  const one = {
    session: database.prepare(`${select("sessions")} AND card.id = ?2`),
    conversation: database.prepare(`${select("conversations")} AND card.id = ?2 AND ${SHOWN}`),
  };
  const listed = {
    all: database.prepare(`${select("conversations")} AND card.${SHOWN} AND card.status <> 'linked' AND card.n > 0 ORDER BY card.n DESC LIMIT ?2`),
    of: database.prepare(`${select("conversations")} AND card.status = ?2 ORDER BY card.n DESC LIMIT ?3`),
  };
  const kept = database.prepare("SELECT site, id, type, visitor, data FROM events WHERE site = ? AND id = ?");
  const journeys = {
    session: database.prepare(newest(JOURNEYS.session)),
    conversation: database.prepare(newest(JOURNEYS.conversation)),
  };
  const links = createLinks(database);
  const talks = {
    session: database.prepare(`SELECT id FROM conversations WHERE site = ?1 AND session = ?2 AND (visitor IS NULL OR visitor = ${OWNER})`),
    conversation: database.prepare("SELECT coalesce(part_of, id) AS id FROM conversations WHERE site = ?1 AND id = ?2"),
  };
  const last = database.prepare("SELECT coalesce(max(n), 0) AS n FROM events");
  const logNumber = () => (last.get() as { n: number }).n;

  const toCard = (site: string, kind: "session" | "conversation", row: unknown): Card => {
    const { n, state, ...shown } = row as CardRow;
    const folded: unknown = JSON.parse(state);
    const card = kind === "session" ? sessionCard(folded as SessionState) : conversationCard(folded as Conversation);
    if (card.kind === "conversation" && card.offer) Object.assign(card.offer, offerOf(site, card.offer.id));
    const who = kind === "conversation" && shown.visitor !== null && { who: shown.visitor };
    return { ...card, n, ...who, ...visitors.named({ site, ...shown }, card.startedAt) };
  };

  /** An action map's offer has the map's name; what a site made itself is known by the site's word alone. */
  const offerOf = (site: string, id: string): { map?: string; name?: string } => {
    const row = kept.get(site, id) as { type: string; data: string } | undefined;
    const { map, name } = row?.type === "action.qualified" ? (JSON.parse(row.data) as { map?: string; name?: string }) : {};
    return { ...(map !== undefined && { map }), ...(name !== undefined && { name }) };
  };
  const toConversation = (site: string, row: unknown, now: number): ConversationCard => {
    const card = toCard(site, "conversation", row) as ConversationCard;
    return { ...card, status: statusAt(card, now) };
  };

  const toStep = (row: unknown): Step => {
    const step = row as StepRow;
    const { id, type, at, source, session, url } = step;
    const data = JSON.parse(JSON.stringify(events.data(step)), shorten) as Step["data"];
    return { id, type, at, source, ...(session !== null && { session }), ...(url !== null && { url }), data };
  };

  return {
    cards({ site, since = 0, before = {}, limit }) {
      const read = (kind: "session" | "conversation") => {
        const { [kind]: below } = before;
        return (below === undefined ? latest : further)[kind].all(site, since, limit, below ?? Number.MAX_SAFE_INTEGER).map((row) => toCard(site, kind, row));
      };
      return { n: logNumber(), cards: KINDS.flatMap(read) };
    },
    changed(which) {
      const n = logNumber();
      const bySite = new Map<string, Map<string, Card>>();
      for (const { site, kind, id } of which) {
        const row = one[kind].get(site, id);
        if (!row) continue;
        const cards = bySite.get(site) ?? new Map<string, Card>();
        bySite.set(site, cards.set(`${kind} ${id}`, toCard(site, kind, row)));
      }
      return new Map([...bySite].map(([site, cards]) => [site, { n, cards: [...cards.values()] }]));
    },
    conversation({ site, id, now }) {
      const named = links.find(site, { id, source: "server" });
      const { id: whole = named } = (talks.conversation.get(site, named) ?? {}) as { id?: string };
      const row = one.conversation.get(site, whole);
      return row && toConversation(site, row, now);
    },
    conversations({ site, status, now, limit }) {
      if (status === undefined) return listed.all.all(site, limit).map((row) => toConversation(site, row, now));
      const wanted = status === "open" ? OPEN_STATUSES : [status];
      const cards = wanted.flatMap((stored) => listed.of.all(site, stored, limit).map((row) => toConversation(site, row, now)));
      // After-call work that has ended by itself is stored as it was.
      const isWanted = (card: ConversationCard) => wanted.some((one) => one === card.status);
      return cards.filter(isWanted).sort((a, b) => b.n - a.n).slice(0, limit);
    },
    eventData({ site, id }) {
      const row = kept.get(site, id);
      return row && events.data(row as unknown as EventRow);
    },
    journey({ site, of, id, limit }) {
      visitors.clear();
      const ids = (talks[of].all(site, id) as { id: string }[]).flatMap((talk) => links.members(site, talk.id));
      return journeys[of].all(site, id, limit, JSON.stringify(ids)).map(toStep);
    },
  };
}
