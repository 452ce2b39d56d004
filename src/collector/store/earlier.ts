/** What is known of a person from before a visit: how often they came and spoke with somebody, as far as that is worth counting. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Conversation } from "../../protocol/conversation";
import { sessionCard, type SessionState } from "../fold/session";
import type { Earlier } from "../scoring/past";

export type EarlierOf = (which: { site: string; visitor: string; session: string; startedAt: number }) => Earlier;

/** Whoever came more often before came often. */
const EARLIER = 5;

export function createEarlier(database: DatabaseSyncInstance): EarlierOf {
  const visits = database.prepare(`SELECT state FROM sessions WHERE site = ? AND visitor = ? AND id <> ? ORDER BY n LIMIT ${EARLIER}`);
  const talks = database.prepare(`SELECT state FROM conversations WHERE site = ? AND visitor = ? AND part_of IS NULL ORDER BY n LIMIT ${EARLIER}`);
  return ({ site, visitor, session, startedAt }) => ({
    visits: (visits.all(site, visitor, session) as { state: string }[])
      .filter(({ state }) => sessionCard(JSON.parse(state) as SessionState).startedAt < startedAt).length,
    conversations: (talks.all(site, visitor) as { state: string }[])
      .filter(({ state }) => isBefore(JSON.parse(state) as Conversation, startedAt)).length,
  });
}

const isBefore = ({ status, startedAt }: Conversation, at: number) => status !== "pending" && startedAt < at;
