/** What happened to a person before now, as rules see it, from the log: for patterns that nobody had asked for when it happened. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Conversation } from "../../protocol/conversation";
import type { Data, StoredEvent } from "../../protocol/event";
import { momentOf, momentsOf } from "../rules/moments";
import type { Moment } from "../rules/moment";

export type PastMoments = (site: string, person: string) => Moment[];

/** Most visits, events and conversations that are looked at: the last. */
const VISITS = 50;
const EVENTS = 2_000;
const CONVERSATIONS = 200;

interface Row extends Omit<StoredEvent, "data" | "visitor" | "session" | "url" | "seq"> {
  visitor: string | null;
  session: string | null;
  url: string | null;
  data: string;
}

export function createPastMoments(database: DatabaseSyncInstance): PastMoments {
  // Pages are believed of their own visitor only; what is sealed, rules do not read.
  const happened = database.prepare(`
    SELECT id, site, type, at, received, source, visitor, session, url, data FROM (
      SELECT * FROM events WHERE site = ?1 AND session IN (SELECT id FROM sessions WHERE site = ?1 AND visitor = ?2 ORDER BY n DESC LIMIT ${VISITS})
        AND (source <> 'page' OR visitor = ?2)
      UNION SELECT * FROM events WHERE site = ?1 AND visitor = ?2 AND session IS NULL)
    WHERE conversation IS NULL AND type NOT GLOB 'identity.*' ORDER BY n DESC LIMIT ${EVENTS}`);
  const talked = database.prepare(`
    SELECT state FROM (SELECT n, state FROM conversations WHERE site = ?1 AND visitor = ?2 AND part_of IS NULL
      UNION SELECT n, state FROM conversations WHERE site = ?1 AND customer = ?2 AND visitor IS NULL AND part_of IS NULL) ORDER BY n DESC LIMIT ${CONVERSATIONS}`);

  return (site, person) => {
    const events = (happened.all(site, person) as unknown as Row[]).flatMap(({ visitor, session, url, data, ...event }) => {
      const told = JSON.parse(data) as Data | string;
      const moment = typeof told === "object" && momentOf({ ...event, data: told, ...(visitor !== null && { visitor }), ...(session !== null && { session }), ...(url !== null && { url }) });
      return moment ? [moment] : [];
    });
    const conversations = (talked.all(site, person) as { state: string }[]).flatMap(({ state }) => momentsOf(JSON.parse(state) as Conversation));
    return events.concat(conversations);
  };
}
