/** Reads what happened to one person: their visits, what their conversations were told of, and the same of the contact's other ids. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Data, Source } from "../../protocol/event";
import { CUSTOMER } from "../../protocol/facts";
import { onlyConversation } from "../rules/people";
import { personOf } from "../rules/visit";
import type { ContactRows } from "./contactRows";
import { createLinks } from "./links";
import type { Past, PastEvent } from "./historyStore";

/** Most visits, conversations and events that are looked at, the last, and most other ids of a contact. */
const VISITS = 50;
const CONVERSATIONS = 200;
const EVENTS = 1_000;
const OTHERS = 20;

interface Row {
  n: number;
  id: string;
  type: string;
  at: number;
  received: number;
  source: Source;
  visitor: string | null;
  session: string | null;
  url: string | null;
  conversation: string | null;
  data: string;
}

export function createPast({ database, contacts }: { database: DatabaseSyncInstance; contacts: Pick<ContactRows, "get"> }): (query: { site: string; person: string; until: number }) => Past {
  const links = createLinks(database);
  // Whose a conversation is may turn out later: a customer's are also those that are a visitor's by now.
  const talks = database.prepare(`
    SELECT id FROM (SELECT n, id FROM conversations WHERE site = ?1 AND visitor = ?2 AND part_of IS NULL
      UNION ALL SELECT n, id FROM conversations WHERE site = ?1 AND customer = ?2 AND part_of IS NULL) ORDER BY n DESC LIMIT ${CONVERSATIONS}`);
  // Pages are believed of their own visitor only; what is sealed, rules do not read.
  const happened = database.prepare(`
    SELECT n, id, type, at, received, source, visitor, session, url, conversation, data FROM events WHERE n IN (
      SELECT n FROM events WHERE site = ?1 AND session IN (SELECT id FROM sessions WHERE site = ?1 AND visitor = ?2 ORDER BY n DESC LIMIT ${VISITS}) AND (source <> 'page' OR visitor = ?2)
      UNION SELECT n FROM events WHERE site = ?1 AND visitor = ?2 AND session IS NULL
      UNION SELECT n FROM events WHERE site = ?1 AND conversation IN (SELECT value FROM json_each(?3)))
    AND received < ?4 AND type NOT GLOB 'identity.*' ORDER BY n DESC LIMIT ${EVENTS}`);
  const identity = database.prepare("SELECT level, contact FROM visitors WHERE site = ? AND id = ?");
  const sharing = database.prepare(`
    SELECT id FROM visitors WHERE site = ?1 AND contact = ?2 AND (level = 'verified' OR id GLOB '${CUSTOMER}*') AND id <> ?3 ORDER BY n DESC LIMIT ${OTHERS}`);

  const eventsOf = (site: string, person: string, until: number): (PastEvent & { n: number })[] => {
    const only = onlyConversation(person);
    const wholes = only === undefined ? (talks.all(site, person) as { id: string }[]).map(({ id }) => id) : [only];
    const ids = JSON.stringify([...new Set(wholes.flatMap((id) => links.members(site, id)))]);
    const belonging = new Map<string, string>();
    const wholeOf = (id: string, { source, visitor }: Row): string => {
      const key = JSON.stringify([id, source === "page" && visitor]);
      const known = belonging.get(key) ?? links.find(site, { id, source, visitor: visitor ?? undefined });
      belonging.set(key, known);
      return known;
    };
    return (happened.all(site, person, ids, until) as unknown as Row[]).map((row) => {
      const { n, id, type, at, received, source, visitor, session, url, conversation } = row;
      return {
        n, id, site, type, at, received, source, of: person, data: JSON.parse(row.data) as Data,
        ...(visitor !== null && { visitor }), ...(session !== null && { session }), ...(url !== null && { url }),
        ...(conversation !== null && { belongs: wholeOf(conversation, row) }),
      };
    });
  };

  return ({ site, person, until }) => {
    const { level, contact } = (identity.get(site, person) ?? {}) as { level?: string | null; contact?: string | null };
    const isSure = level === "verified" || (level === "matched" && person.startsWith(CUSTOMER));
    const known = isSure && typeof contact === "string" ? contacts.get(site, contact)?.contact : undefined;
    const others = known ? (sharing.all(site, contact!, person) as { id: string }[]).map(({ id }) => id) : [];
    // What is told of several ids of a contact happened once.
    const events = new Map([...others, person].flatMap((one) => eventsOf(site, one, until)).map((event) => [event.n, event]));
    const ordered = [...events.values()].sort((a, b) => a.n - b.n).slice(-EVENTS);
    return { person, known: known && personOf(known), events: ordered.map(({ n: _n, ...event }) => event) };
  };
}
