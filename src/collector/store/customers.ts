/** Knows with whom the contact centre says a conversation is: somebody of whom all that is said is kept as of a visitor, sealed, matched and taken back. */
import { createHash } from "node:crypto";
import type { Customer, IdentityClaim, StoredEvent } from "../../protocol/event";
import { KEY_KINDS } from "../../protocol/contact";
import { toClaims } from "../contacts/claim";
import type { Registry } from "./registry";

export interface Customers {
  /**
   * Who it is that the conversation is with.
   *
   * @returns the event with the id under which they are known, and what it claims of them
   */
  know<E extends StoredEvent>(event: E, customer: Customer | undefined): { event: E; claim?: StoredEvent };
}

/** Whoever has the same number, address or id is the same customer, today and in a year. */
export function createCustomers({ vault }: Pick<Registry, "vault">): Customers {
  return {
    know(event, customer) {
      if (!customer) return { event };
      const { site, at, received, data } = event;
      const told: StoredEvent = { id: claimId(event.id), type: "identity.claimed", at, received, site, source: "server", data: { ...toClaim(customer) } };
      const keys = toClaims(told);
      const key = KEY_KINDS.map((kind) => keys.find((one) => one.kind === kind && one.hash !== undefined)).find((one) => one !== undefined);
      // Of a number that is withheld nothing is known but the call.
      const hash = key?.hash === undefined ? vault.blind(site, "conversation", String(data.conversation)) : vault.blind(site, key.kind, key.hash);
      const id = `customer-${hash.toString("hex")}`;
      return { event: { ...event, data: { ...data, customer: id } }, claim: { ...told, visitor: id } };
    },
  };
}

/** The same for every copy of the event that says it. */
function claimId(event: string): string {
  return `customer-${createHash("sha256").update(event).digest("hex")}`;
}

/** The keys by their names, and all else as traits. */
function toClaim({ phone, email, externalId, region, ...traits }: Customer): IdentityClaim {
  const keys = { phone, email, externalId, region };
  const known = Object.entries(keys).filter(([, value]) => typeof value === "string" && value !== "");
  return { ...Object.fromEntries(known), ...(Object.keys(traits).length && { traits }) };
}
