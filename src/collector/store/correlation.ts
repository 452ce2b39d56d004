/** Finds what a conversation may be one with: the visit whose code was read out, and what the same person began in the page. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Links, Proposal } from "../../protocol/card";
import type { Conversation } from "../../protocol/conversation";
import { IDLE_MINUTES, PROPOSAL_MINUTES } from "../../protocol/limits";
import { ownVisit, type SessionState } from "../fold/session";
import { createLinks } from "./links";
import type { CodeQuery, Coded, LinksQuery } from "./store";

export interface Correlation {
  findByCode(query: CodeQuery): Coded[];
  /** Ids of conversations, and why each may be one. */
  proposals(query: LinksQuery): Omit<Proposal, "card">[];
  /** What was said of the conversation's ids and is not taken back. */
  links(query: LinksQuery): Links["links"];
}

/** So many visits of one code are looked at, the last. */
const VISITS = 20;
/** So many conversations of one person, the last. */
const TALKS = 50;

export function createCorrelation(database: DatabaseSyncInstance): Correlation {
  const links = createLinks(database);
  const visits = database.prepare(`SELECT id, state FROM sessions WHERE site = ? AND code = ? ORDER BY n DESC LIMIT ${VISITS}`);
  const talk = database.prepare("SELECT state FROM conversations WHERE site = ? AND id = ?");
  const inSession = database.prepare(`SELECT state FROM conversations WHERE site = ? AND session = ? ORDER BY n DESC LIMIT ${TALKS}`);
  const contactOf = database.prepare("SELECT contact FROM visitors WHERE site = ?1 AND id IN (?2, ?3) AND contact IS NOT NULL ORDER BY id = ?3 LIMIT 1");
  const ofContact = database.prepare(`
    WITH people AS (SELECT id FROM visitors WHERE site = ?1 AND contact = ?2)
    SELECT state FROM conversations WHERE site = ?1 AND (visitor IN people OR customer IN people) ORDER BY n DESC LIMIT ${TALKS}`);

  const parse = (rows: unknown[]) => (rows as { state: string }[]).map(({ state }) => JSON.parse(state) as Conversation);
  const read = (site: string, id: string): Conversation | undefined => parse(talk.all(site, links.find(site, { id, source: "server" })))[0];

  return {
    findByCode({ site, code, conversation, now, handles = () => true }) {
      const mine = read(site, conversation);
      const live = (visits.all(site, code) as { id: string; state: string }[]).flatMap(({ id, state }) => {
        const { visitor, lastAt } = ownVisit(JSON.parse(state) as SessionState);
        return visitor === undefined || now - lastAt > IDLE_MINUTES * 60_000 ? [] : [{ session: id, visitor }];
      });
      return live.map(({ session, visitor }) => {
        const begun = mine ? parse(inSession.all(site, session)).filter((other) => other.visitor === visitor && isCounterpart(mine, other)) : [];
        const [only, more] = begun;
        return { session, visitor, ...(only && !more && handles(only) && { with: only.id }) };
      });
    },
    proposals({ site, id }) {
      const mine = read(site, id);
      if (!mine) return [];
      const { contact } = (contactOf.get(site, mine.visitor ?? "", mine.customer ?? "") ?? {}) as { contact?: string };
      const found = [
        ...(mine.session === undefined ? [] : parse(inSession.all(site, mine.session)).map((other) => ({ other, why: "session" as const }))),
        ...(contact === undefined ? [] : parse(ofContact.all(site, contact)).map((other) => ({ other, why: "contact" as const }))),
      ];
      return found
        .filter(({ other }, i) => isCounterpart(mine, other) && found.findIndex((one) => one.other.id === other.id) === i)
        .map(({ other, why }) => ({ conversation: other.id, why }));
    },
    links({ site, id }) {
      const { facts = [] } = read(site, id) ?? {};
      const taken = new Set(facts.map((fact) => fact.event));
      return facts.filter((fact) => fact.state === "linked" && !taken.has(fact.id)).map(({ id: event, at, agent, with: other, session }) =>
        ({ event, at, ...(agent !== undefined && { agent }), ...(other !== undefined && { with: other }), ...(session !== undefined && { session }) }));
    },
  };
}

/** Could the one be what the contact centre tells, and the other what the page has seen, of the same conversation? */
function isCounterpart(mine: Conversation, other: Conversation): boolean {
  const isTold = ({ facts }: Conversation) => facts.some(({ source }) => source === "server");
  return mine.id !== other.id && mine.channel !== "call" && mine.channel === other.channel && isShown(other)
    && isTold(mine) !== isTold(other) && Math.abs(mine.startedAt - other.startedAt) <= PROPOSAL_MINUTES * 60_000;
}

const isShown = ({ status }: Conversation) => status !== "pending" && status !== "linked";
