/** What events of identity pass besides the steps: consent, tokens, and whether those whom a decision names are there. */
import type { Consent, StoredEvent } from "../../protocol/event";
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
export function createIdentify(store: Pick<Store, "proofKeys" | "isKnownVisitor" | "contact" | "standing">): (events: StoredEvent[], options: IdentifyOptions) => Promise<(IncomingEvent | Reason)[]> {
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

    return Promise.all(events.map((event) => {
      if (event.type === "identity.claimed") return claim(event);
      return DECISIONS.includes(event.type) ? decide(event) : event;
    }));
  };
}
