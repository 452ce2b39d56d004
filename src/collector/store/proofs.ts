/** Uses a proof up, once, and makes of it what it proves: the visitor is the contact that has its key. */
import { createHash } from "node:crypto";
import type { StoredEvent } from "../../protocol/event";
import { createId } from "../../protocol/id";
import { claimedFields, foldIdentity } from "../contacts/identity";
import { keysOf } from "../contacts/lookup";
import { findHolder } from "./holder";
import type { Registry } from "./registry";
import type { Proof } from "./store";

export interface Proofs {
  /** Takes a claim that was stored just now and came with a good token. */
  take(event: StoredEvent, proof: Proof): void;
  /** Forgets those that are too old to be good once more. */
  tidy(now: number): void;
}

export function createProofs({ database, vault, contacts, events, people }: Registry): Proofs {
  const use = database.prepare("INSERT OR IGNORE INTO proofs (hash, expires) VALUES (?, ?)");
  const tidy = database.prepare("DELETE FROM proofs WHERE expires < ?");

  return {
    take(event, { id, expires }) {
      const { site, visitor, received, at } = event;
      // Whoever saw a token on its way may send it again: it proves nothing a second time.
      if (visitor === undefined || use.run(vault.blind(site, "proof", id), expires).changes === 0) return;
      const claim = foldIdentity(undefined, event);
      if (!claim) return;
      const fields = claimedFields(claim);
      const holder = findHolder(contacts, site, fields);
      if (holder && "problem" in holder) return;
      const contact = holder?.contact.id ?? createId(received);
      if (!holder) {
        contacts.add(site, { ...fields, id: contact, createdAt: received, updatedAt: received });
        people.touch(site, keysOf(fields));
      }
      const verdict: StoredEvent = {
        site, id: `proven-${createHash("sha256").update(event.id).digest("hex")}`, type: "identity.verified", at, received, source: "server", visitor,
        data: { visitor, contact, by: "token" },
      };
      const n = events.insert(verdict);
      if (n !== undefined) people.take(verdict, n);
    },
    tidy: (now) => void tidy.run(now),
  };
}
