/** Remembers of the erased only keyed hashes: what was told of them before comes to the log without them. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { StoredEvent } from "../../protocol/event";
import { toClaims } from "../contacts/claim";
import type { Lookup } from "../contacts/lookup";
import type { Vault } from "../vault/vault";

export interface Tombstones {
  add(site: string, lookups: Lookup[], at: number): void;
  /** Was somebody erased at that time or later who had any of this? */
  has(site: string, lookups: Lookup[], since: number): boolean;
  /** The event as it may be kept: one that was late or repeated says nothing of a person who was erased after it. */
  admit<E extends StoredEvent>(event: E): E;
}

export function createTombstones(database: DatabaseSyncInstance, vault: Vault): Tombstones {
  const insert = database.prepare("INSERT INTO tombstones (hash, at) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET at = max(at, excluded.at)");
  const find = database.prepare("SELECT 1 FROM tombstones WHERE hash = ? AND at >= ?");

  const has = (site: string, lookups: Lookup[], since: number) => lookups.some(({ kind, value }) => find.get(vault.blind(site, kind, value), since) !== undefined);

  return {
    has,
    add(site, lookups, at) {
      for (const { kind, value } of lookups) insert.run(vault.blind(site, kind, value), at);
    },
    admit(event) {
      const { site, type, at, visitor = "" } = event;
      if (type !== "identity.claimed") return event;
      const keys = toClaims(event).flatMap(({ kind, hash }): Lookup[] => (hash === undefined ? [] : [{ kind, value: hash }]));
      const lookups: Lookup[] = [{ kind: "visitor", value: visitor }, ...keys];
      return has(site, lookups, at) ? { ...event, data: {} } : event;
    },
  };
}
