/** Everything that is read of cards, and of single events. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Card, ConversationCard, History, SessionCard } from "../../protocol/card";
import { statusAt, type Conversation } from "../../protocol/conversation";
import type { Data } from "../../protocol/event";
import type { Handles } from "../../protocol/mayHandle";
import { OPEN_STATUSES } from "../../protocol/report";
import { conversationCard } from "../fold/conversation";
import { sessionCard, type SessionState } from "../fold/session";
import type { Vault } from "../vault/vault";
import { createEventRows, type EventRow } from "./eventRows";
import { createLinks } from "./links";
import { createPersons } from "./persons";
import type { CardQuery, Cards, ConversationQuery, HistoryQuery } from "./store";
import { createVisitorRows, SHOWN_COLUMNS, type Shown } from "./visitorRows";
import type { Changed } from "./workingStates";

const KINDS = ["session", "conversation"] as const;

interface CardRow extends Omit<Shown, "site"> {
  n: number;
  state: string;
}
export interface Reading {
  cards(query: CardQuery): Cards;
  /** Cards that just changed, by site. */
  changed(which: Changed[]): Map<string, Cards>;
  /** The card of one conversation, by any of its ids. */
  conversation(which: { site: string; id: string; now: number }): ConversationCard | undefined;
  conversations(query: ConversationQuery): ConversationCard[];
  eventData(which: { site: string; id: string }): Data | undefined;
  /** What is known of one person, newest first. */
  history(query: HistoryQuery): History;
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
/** Most conversations, the newest, among which somebody's own are looked for. */
const LOOKED_AT = 10_000;
const select = (table: "sessions" | "conversations") => `
  SELECT card.n, card.state, who.id AS visitor, ${SHOWN_COLUMNS} FROM ${table} AS card
  LEFT JOIN visitors AS who ON who.site = card.site AND who.id = ${WHO[table]} WHERE card.site = ?1`;

/** An agent is needed, or was a moment ago. In the words of the index. */
const OPEN = "status IN ('waiting', 'connected', 'wrapping')";
const SHOWN = "status <> 'pending'";
const latestIds = (which: string) => `SELECT id FROM (SELECT id FROM conversations WHERE site = ?1 AND ${which} AND n > ?2 AND n < ?4 ORDER BY n DESC LIMIT ?3)`;

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
  const links = createLinks(database);
  const wholeOf = database.prepare("SELECT coalesce(part_of, id) AS id FROM conversations WHERE site = ?1 AND id = ?2");
  const persons = createPersons(database, vault);
  const theirs = "(SELECT value FROM json_each(?2))";
  const whose = {
    sessions: `sessions WHERE site = ?1 AND visitor IN ${theirs}`,
    conversations: `conversations WHERE site = ?1 AND (visitor IN ${theirs} OR customer IN ${theirs}) AND ${SHOWN} AND status <> 'linked'`,
  };
  const past = (table: "sessions" | "conversations") => ({
    cards: database.prepare(`${select(table)} AND card.id IN (SELECT id FROM ${whose[table]} ORDER BY n DESC LIMIT ?3) ORDER BY card.n DESC`),
    count: database.prepare(`SELECT count(*) AS count FROM ${whose[table]}`),
  });
  const history = { sessions: past("sessions"), conversations: past("conversations") };
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
      const { id: whole = named } = (wholeOf.get(site, named) ?? {}) as { id?: string };
      const row = one.conversation.get(site, whole);
      return row && toConversation(site, row, now);
    },
    conversations({ site, status, now, limit, handles }) {
      const read = (statement: typeof listed.all, ...which: string[]) => {
        const rows = handles ? own(statement.iterate(site, ...which, LOOKED_AT), handles, limit).rows : statement.all(site, ...which, limit);
        return rows.map((row) => toConversation(site, row, now));
      };
      if (status === undefined) return read(listed.all);
      const wanted = status === "open" ? OPEN_STATUSES : [status];
      const cards = wanted.flatMap((stored) => read(listed.of, stored));
      // After-call work that has ended by itself is stored as it was.
      const isWanted = (card: ConversationCard) => wanted.some((one) => one === card.status);
      return cards.filter(isWanted).sort((a, b) => b.n - a.n).slice(0, limit);
    },
    eventData({ site, id }) {
      const row = kept.get(site, id);
      return row && events.data(row as unknown as EventRow);
    },
    history({ site, of, id, limit, handles }) {
      const ids = JSON.stringify(persons.ids({ site, of, id }));
      const find = (table: "sessions" | "conversations") => {
        if (handles && table === "conversations") return own(history[table].cards.iterate(site, ids, LOOKED_AT), handles, limit);
        return { rows: history[table].cards.all(site, ids, limit), count: (history[table].count.get(site, ids) as { count: number }).count };
      };
      const read = (table: "sessions" | "conversations") => {
        const { rows, count } = find(table);
        const cards = rows.map((row) => toCard(site, table === "sessions" ? "session" : "conversation", row));
        return { cards, more: Math.max(0, count - cards.length) };
      };
      const [sessions, conversations] = [read("sessions"), read("conversations")];
      // `toCard` makes of each table's rows that table's cards.
      return {
        sessions: sessions.cards as SessionCard[], conversations: conversations.cards as ConversationCard[],
        more: { sessions: sessions.more, conversations: conversations.more },
      };
    },
  };
}

/** Of conversations' rows those that somebody handles: the first ones, and how many there are. */
function own(rows: Iterable<unknown>, handles: Handles, limit: number): { rows: unknown[]; count: number } {
  const found: unknown[] = [];
  let count = 0;
  for (const row of rows) {
    if (!handles(conversationCard(JSON.parse((row as CardRow).state) as Conversation))) continue;
    count++;
    if (found.length < limit) found.push(row);
  }
  return { rows: found, count };
}
