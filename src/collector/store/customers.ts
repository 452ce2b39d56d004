/** Knows with whom the contact centre says a conversation is: somebody of whom all that is said is kept as of a visitor, sealed, matched and taken back. */
import { createHash } from "node:crypto";
import type { Customer, IdentityClaim, StoredEvent } from "../../protocol/event";
import { KEY_KINDS } from "../../protocol/contact";
import { CUSTOMER } from "../../protocol/facts";
import { toClaims, type KeyClaim } from "../contacts/claim";
import type { IdentityState } from "../contacts/identity";
import type { Registry } from "./registry";

const DAY_MS = 86_400_000;

export interface Customers {
  /**
   * Who it is that the conversation is with.
   *
   * @returns the event with the id under which they are known, and what it claims of them
   */
  know<E extends StoredEvent>(event: E, customer: Customer | undefined): { event: E; claim?: StoredEvent };
}

/** Whoever has the same number, address or id is the same customer, today and in a year. */
export function createCustomers({ vault, visitors }: Pick<Registry, "vault" | "visitors">): Customers {
  return {
    know(event, customer) {
      if (!customer) return { event };
      const { site, at, received, data } = event;
      const told: StoredEvent = { id: claimId(event.id), type: "identity.claimed", at, received, site, source: "server", data: { ...toClaim(customer) } };
      const keys = toClaims(told).filter(({ hash }) => hash !== undefined);
      const key = KEY_KINDS.map((kind) => keys.find((one) => one.kind === kind)).find((one) => one !== undefined);
      // Of a number that is withheld nothing is known but the call.
      const { kind, hash = "" } = key ?? { kind: "conversation", hash: String(data.conversation) };
      const visitor = `${CUSTOMER}${kind}-${vault.blind(site, kind, hash).toString("hex")}`;
      const known = { ...event, data: { ...data, customer: visitor } };
      return isNews(told, keys, visitors.get(site, visitor).state) ? { event: known, claim: { ...told, visitor } } : { event: known };
    },
  };
}

/** Contact centres say with every event whom a conversation is with: once a day is often enough to keep that. */
function isNews({ at, data }: StoredEvent, keys: KeyClaim[], state: IdentityState | undefined): boolean {
  const isRecent = (before: number) => Math.abs(at - before) < DAY_MS;
  const isKnown = (key: KeyClaim) => state?.claims.some(({ kind, hash, at: before }) => kind === key.kind && hash === key.hash && isRecent(before));
  const traits = Object.entries((data as IdentityClaim).traits ?? {});
  return !state || !keys.every(isKnown) || !traits.every(([name, value]) => state.traits[name] && isRecent(state.traits[name].at) && JSON.stringify(state.traits[name].value) === JSON.stringify(value));
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
