/** What events of identity pass besides the steps: consent, tokens, and whether those whom a decision names are there. */
import type { Consent, StoredEvent } from "../../protocol/event";
import { isNote } from "../../protocol/note";
import { DECISIONS } from "../contacts/identity";
import { readToken } from "../contacts/proof";
import type { ProofKey } from "../store/contacts";
import type { IncomingEvent, Site, Store } from "../store/store";
import type { Reason } from "./steps";

export interface IdentifyOptions {
  site: Site;
  /** What the visitor allows, where the batch says so. */
  consent: Consent | undefined;
  /** The collector's clock. */
  now: number;
}

/** Makes the function that hands an event on, or names a reason. The others of the batch may tell of the same visitor for the first time. */
export function createIdentify(store: Pick<Store, "proofKeys" | "isKnownVisitor" | "contact" | "standing" | "noteSubject" | "conversation">): (events: StoredEvent[], options: IdentifyOptions) => Promise<(IncomingEvent | Reason)[]> {
  return async (events, { site, consent, now }) => {
    let keys: ProofKey[] | undefined;

    const claim = async (event: StoredEvent): Promise<IncomingEvent> => {
      const { token, ...data } = event.data;
      if (event.source === "page" && consent && consent.identity !== "granted") {
        const { form, moment } = data;
        return { ...event, data: { ...(form !== undefined && { form }), ...(moment !== undefined && { moment }) } };
      }
      if (typeof token !== "string") return { ...event, data };
      keys ??= await store.proofKeys(site.id);
      const { claim: said, proof } = await readToken(token, { keys, audience: site.key, now });
      return { ...event, data: said, ...(proof && { proof }) };
    };

    const decide = async (event: StoredEvent): Promise<IncomingEvent | Reason> => {
      const { visitor: named, contact } = event.data;
      // Servers know their visitor from the page, which may not know for whom it speaks; agents from cards, which do.
      const visitor = event.source === "server" && typeof named === "string" ? (await store.standing(site.id, named)).visitor : named;
      const isTold = (id: string) => events.some((other) => other.visitor === id && !DECISIONS.includes(other.type));
      if (typeof visitor !== "string" || !(isTold(visitor) || (await store.isKnownVisitor(site.id, visitor)))) return "unknown_visitor";
      if (typeof contact === "string" && !(await store.contact({ site: site.id, id: contact }))) return "unknown_contact";
      // It is about a visitor, not about a visit.
      const { session: _session, seq: _seq, ...rest } = event;
      return { ...rest, visitor, data: { ...event.data, visitor } };
    };

    /** A note is of somebody who is known, or of a conversation that there is; whom it is about says whose key seals it. */
    const note = async (event: StoredEvent): Promise<IncomingEvent | Reason> => {
      const { contact, conversation } = event.data;
      const { session: _session, seq: _seq, url: _url, visitor: _visitor, ...rest } = event;
      if (typeof contact === "string") {
        const subject = await store.noteSubject({ site: site.id, id: contact });
        return subject === undefined ? "unknown_contact" : { ...rest, visitor: subject };
      }
      const card = await store.conversation({ site: site.id, id: String(conversation), now });
      const who = card?.who ?? card?.visitor;
      return card ? { ...rest, data: { ...event.data, conversation: card.id }, ...(who && { visitor: who }) } : "unknown_conversation";
    };

    return Promise.all(events.map((event) => {
      if (isNote(event.type)) return note(event);
      if (event.type === "identity.claimed") return claim(event);
      return DECISIONS.includes(event.type) ? decide(event) : event;
    }));
  };
}
