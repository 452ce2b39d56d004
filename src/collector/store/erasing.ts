/** Takes people out of the database: their rows, their keys, what the log says of them; keyed hashes remember whom not to take in again. */
import type { Data, Source, StoredEvent } from "../../protocol/event";
import { toClaims } from "../contacts/claim";
import { currentClaims, type IdentityState } from "../contacts/identity";
import { keysOf, type Lookup } from "../contacts/lookup";
import { createConsents } from "./consents";
import type { EventRow } from "./eventRows";
import { IS_NOTE } from "./notes";
import type { Registry } from "./registry";
import type { ContactId, Erased } from "./contacts";
import type { VisitorRow } from "./visitorRows";

export interface Erasing {
  /** A person: the contact, those that were merged with it, and all visitors who are or claim to be it. */
  contact(which: ContactId & { now: number }): Erased | undefined;
  /** Whatever one visitor ever said of who they are; returns of how many events. */
  visitor(visitor: VisitorRow, now: number): number;
}

interface Row extends EventRow {
  n: number;
  at: number;
  source: Source;
}

export function createErasing({ database, contacts, visitors, events, people, tombstones, aliases }: Registry): Erasing {
  const consents = createConsents(database);
  const silence = database.prepare("UPDATE events SET data = '{}' WHERE site = ? AND visitor = ? AND type GLOB 'identity.*' AND data <> '{}'");
  const silenceNotes = database.prepare(`UPDATE events SET data = '{}' WHERE site = ? AND visitor = ? AND ${IS_NOTE} AND data <> '{}'`);
  // Whoever a conversation was with may have become known after a note on it was written.
  const silenceTalks = database.prepare(`UPDATE events SET data = '{}' WHERE site = ?1 AND type = 'conversation.noted' AND data <> '{}' AND conversation IN
    (SELECT id FROM conversations WHERE site = ?1 AND visitor = ?2 UNION SELECT id FROM conversations WHERE site = ?1 AND customer = ?2)`);
  const forgetRules = database.prepare("DELETE FROM rule_states WHERE site = ? AND person = ?");
  const silenceOne = database.prepare("UPDATE events SET data = '{}' WHERE n = ?");
  const told = database.prepare("SELECT n, site, id, type, at, source, visitor, data FROM events WHERE site = ? AND visitor = ? AND type GLOB 'identity.*'");

  const eraseVisitor = (visitor: VisitorRow, now: number): number => {
    const { site, id, temporary } = visitor;
    const row = temporary === undefined ? undefined : contacts.get(site, temporary);
    if (row?.contact.expiresAt !== undefined) contacts.remove(row);
    const changes = [silence, silenceNotes, silenceTalks].reduce((sum, one) => sum + Number(one.run(site, id).changes), 0);
    consents.remove(site, id);
    forgetRules.run(site, id);
    visitors.remove(visitor);
    people.forget(site, id, now);
    return changes;
  };

  /** Somebody else once claimed a key of the person: of them only that goes. */
  const forget = (visitor: VisitorRow, state: IdentityState, isErased: (lookup: Lookup) => boolean): number => {
    const { site, id } = visitor;
    const isGone = ({ kind, hash }: { kind: Lookup["kind"]; hash?: string }) => hash !== undefined && isErased({ kind, value: hash });
    const gone = (told.all(site, id) as unknown as Row[]).filter((row) => {
      const data: Data = events.data(row);
      const event: StoredEvent = { site, id: row.id, type: row.type, at: row.at, received: row.at, source: row.source, visitor: id, data };
      return toClaims(event).some(isGone) || (typeof data.contact === "string" && isErased({ kind: "contact", value: data.contact }));
    });
    for (const { n } of gone) silenceOne.run(n);
    // Verdicts stay: they name an id that is nobody's any more, and tell that it was not who it is now.
    const silenced = new Set(gone.map((row) => row.id));
    const traits = Object.fromEntries(Object.entries(state.traits).filter(([, trait]) => !silenced.has(trait.id)));
    visitor.state = { ...state, traits, claims: state.claims.filter((claim) => !isGone(claim)) };
    visitor.isDirty = true;
    return gone.length;
  };

  return {
    visitor: eraseVisitor,
    contact({ site, id, now }) {
      const speaker = contacts.speaker(site, id);
      const head = speaker === undefined ? undefined : contacts.get(site, speaker);
      if (!head) return undefined;
      const rows = [head, ...contacts.merged(site, head.contact.id)];
      const ids = new Set(rows.map(({ contact }) => contact.id));
      const keys = rows.flatMap(({ contact }) => keysOf(contact)).filter(({ kind }) => kind !== "mailbox");
      const all: Lookup[] = [...keys, ...[...ids].map((value): Lookup => ({ kind: "contact", value }))];
      const known = new Set(all.map(({ kind, value }) => `${kind} ${value}`));
      const isErased = ({ kind, value }: Lookup) => known.has(`${kind} ${value}`);

      const result: Erased = { contacts: rows.length, visitors: 0, events: 0 };
      const found = visitors.about(site, all);
      for (const { visitor } of rows) if (visitor !== undefined && !found.some((one) => one.id === visitor)) found.push(visitors.get(site, visitor));
      for (const visitor of found) {
        const { state, temporary } = visitor;
        if (!state) continue;
        // Not as it was last settled: their turn may have been put off.
        const { contact } = people.resolve(visitor);
        const claims = currentClaims(state).some(({ kind, hash = "" }) => isErased({ kind, value: hash }));
        const isPerson = contact === undefined ? claims || (temporary !== undefined && ids.has(temporary)) : ids.has(contact);
        if (!isPerson) {
          result.events += forget(visitor, state, isErased);
          continue;
        }
        // What else they claimed is theirs as well, and may still be on its way.
        // Nor does it say so under another id.
        const told = [visitor.id, ...aliases.of(site, visitor.id)];
        tombstones.add(site, told.map((value) => ({ kind: "visitor", value })), now);
        aliases.remove(site, visitor.id);
        result.events += eraseVisitor(visitor, now);
        result.visitors++;
      }
      tombstones.add(site, keys, now);
      for (const row of rows) contacts.remove(row);
      return result;
    },
  };
}
