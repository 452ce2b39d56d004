/** Tells all that is known of a visitor or a contact, and how it is known. */
import type { Claim, ContactSummary, Identity, Why } from "../../protocol/contact";
import type { Data } from "../../protocol/event";
import type { KeyClaim } from "../contacts/claim";
import { summarize } from "../contacts/name";
import { createConsents } from "./consents";
import { createIsKnown } from "./knownVisitors";
import type { EventRow } from "./eventRows";
import { IS_NOTE } from "./notes";
import type { Registry } from "./registry";
import type { ContactId, Dossier } from "./contacts";

export interface Dossiers {
  identity(site: string, visitor: string): Identity;
  isKnown(site: string, visitor: string): boolean;
  /** `undefined` when there is no such contact. */
  export(which: ContactId): Dossier | undefined;
}

interface Row extends EventRow {
  at: number;
  received: number;
  source: string;
  session: string | null;
  url: string | null;
}

export function createDossiers({ database, contacts, visitors, events, people }: Registry): Dossiers {
  const consents = createConsents(database);
  const linked = database.prepare("SELECT id FROM visitors WHERE site = ? AND contact = ?");
  const where = database.prepare("SELECT session, url, at FROM events WHERE site = ? AND id = ?");
  const titled = database.prepare(`
    SELECT json_extract(data, '$.title') AS title FROM events WHERE site = ?1 AND session = ?2 AND at <= ?3 AND url = ?4 AND type = 'page.viewed' ORDER BY at DESC LIMIT 1`);
  const seen = database.prepare(`
    SELECT site, id, type, at, received, source, visitor, session, url, data FROM events WHERE site = ?1 AND (source <> 'page' OR visitor = ?2) AND n IN (
      SELECT n FROM events WHERE site = ?1 AND session IN (SELECT id FROM sessions WHERE site = ?1 AND visitor = ?2)
      UNION SELECT n FROM events WHERE site = ?1 AND conversation IN (SELECT id FROM conversations WHERE site = ?1 AND visitor = ?2)
      UNION SELECT n FROM events WHERE site = ?1 AND visitor = ?2 AND type GLOB 'identity.*'
      UNION SELECT n FROM events WHERE site = ?1 AND visitor = ?2 AND ${IS_NOTE}) ORDER BY at, n`);

  const summary = (site: string, id: string): ContactSummary => {
    const speaker = contacts.speaker(site, id);
    const row = speaker === undefined ? undefined : contacts.get(site, speaker);
    return row ? summarize(row.contact) : { id, name: "" };
  };

  /** On which page it was said, with the title that the page had then. */
  const placeOf = (site: string, event: string): Pick<Why, "url" | "title"> => {
    const row = where.get(site, event) as { session: string | null; url: string | null; at: number } | undefined;
    if (!row || row.url === null) return {};
    const { title } = (row.session === null ? {} : titled.get(site, row.session, row.at, row.url) ?? {}) as { title?: string | null };
    return { url: row.url, ...(title && { title }) };
  };

  const identity = (site: string, id: string): Identity => {
    const visitor = visitors.get(site, id);
    const { state, temporary } = visitor;
    if (!state) return { visitor: id, claims: [], candidates: [], merged: [], decisions: [] };
    const { level, contact = temporary, why, candidates } = people.resolve(visitor);
    const undone = new Set(state.undone.map(({ event }) => event));
    return {
      visitor: id,
      ...(level && { level }),
      ...(level && contact !== undefined && { contact: summary(site, contact) }),
      ...(why && { why: { ...why, ...placeOf(site, why.event) } }),
      claims: state.claims.map(shown),
      candidates: candidates.map(({ contact: one, ...key }) => ({ contact: summary(site, one), ...key })),
      merged: level && contact !== undefined ? contacts.merged(site, contacts.speaker(site, contact) ?? contact).map((row) => summarize(row.contact)) : [],
      decisions: state.verdicts.map(({ contact: one, ...verdict }) => ({ ...verdict, contact: summary(site, one), ...(undone.has(verdict.event) && { undone: true }) })),
    };
  };

  return {
    identity(site, visitor) {
      visitors.clear();
      return identity(site, visitor);
    },
    isKnown: createIsKnown(database),
    export({ site, id }) {
      visitors.clear();
      const row = contacts.get(site, id);
      if (!row) return undefined;
      const ids = (linked.all(site, id) as { id: string }[]).map((one) => one.id);
      if (row.visitor !== undefined && !ids.includes(row.visitor)) ids.push(row.visitor);
      return {
        contact: row.contact,
        merged: contacts.merged(site, id).map(({ contact }) => contact),
        visitors: ids.map((visitor) => ({
          identity: identity(site, visitor),
          consents: consents.of(site, visitor),
          events: (seen.all(site, visitor) as unknown as Row[]).map(({ site: _site, ...event }): Data => ({ ...event, data: events.data({ ...event, site }) })),
        })),
      };
    },
  };
}

/** A claim as agents see it. */
function shown({ event, kind, value, valid, at, session, form, source }: KeyClaim): Claim {
  return { event, kind, value, valid, at, ...(session !== undefined && { session }), ...(form !== undefined && { form }), source };
}
