/** Keeps the keys that a site's own server signs with, sealed. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Vault, Wrapped } from "../vault/vault";
import type { ProofKey } from "./contacts";

export interface ProofKeys {
  all(site: string): ProofKey[];
  add(site: string, key: ProofKey): void;
  remove(site: string, id: string): boolean;
}

const SECRET = "secret";

/** Whose key it is that seals a proof key. */
export const proofKeySubject = (site: string, id: string) => JSON.stringify(["proof key", site, id]);

export function createProofKeys(database: DatabaseSyncInstance, vault: Vault): ProofKeys {
  const all = database.prepare("SELECT id, algorithm, created_at AS createdAt, kek, key, secret FROM proof_keys WHERE site = ? ORDER BY created_at DESC, id DESC");
  const insert = database.prepare("INSERT INTO proof_keys (site, id, algorithm, created_at, kek, key, secret) VALUES (?, ?, ?, ?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM proof_keys WHERE site = ? AND id = ?");

  return {
    all: (site) =>
      (all.all(site) as unknown as (Omit<ProofKey, "secret"> & Wrapped & { secret: Uint8Array })[]).map(({ kek, key, secret, ...known }) => ({
        ...known,
        secret: vault.open(proofKeySubject(site, known.id), { kek, key }).unseal(SECRET, secret),
      })),
    add(site, { id, algorithm, createdAt, secret }) {
      const safe = vault.create(proofKeySubject(site, id));
      insert.run(site, id, algorithm, createdAt, safe.wrapped.kek, safe.wrapped.key, safe.seal(SECRET, secret));
    },
    remove: (site, id) => remove.run(site, id).changes !== 0,
  };
}
