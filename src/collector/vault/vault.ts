/** Gives each subject a key of its own, wrapped by a master key, and finds sealed things by what they hold without telling it. */
import { createHmac, createSecretKey } from "node:crypto";
import type { MasterKey } from "./masterKeys";
import { freshBytes, seal, unseal } from "./seal";

const KEY_BYTES = 32;
const HASH_BYTES = 16;
/** One contact is asked for in several ways in a row: so many hashes are remembered. */
const BLINDED = 1_000;

/** A subject's key as it is stored: without it what is sealed for the subject is noise. */
export interface Wrapped {
  /** Id of the master key. */
  kek: string;
  key: Uint8Array;
}

/** A subject's own safe. */
export interface Safe {
  wrapped: Wrapped;
  /** @param what the name of what is sealed: it opens under no other */
  seal(what: string, text: string): Buffer;
  /** @throws when it was sealed for another subject or under another name */
  unseal(what: string, sealed: Uint8Array): string;
}

export interface Vault {
  /** Id of the master key that wraps what is new. */
  masterKey: string;
  /** Makes a key for a subject: a contact, a visitor, a site's proof key. */
  create(subject: string): Safe;
  /** @throws when the master key is gone or the subject is another */
  open(subject: string, wrapped: Wrapped): Safe;
  /** The same key wrapped by the first master key; `undefined` when it is already. */
  rewrap(subject: string, wrapped: Wrapped): Wrapped | undefined;
  /** Seals what leaves and comes back within minutes, with a key that outlives the master keys: for one site, and opened for no other. */
  passing(site: string): Pick<Safe, "seal" | "unseal">;
  /** Where something of this kind and value is looked up: a keyed hash, the same for ever. */
  blind(site: string, kind: string, value: string): Buffer;
}

export interface VaultOptions {
  masterKeys: MasterKey[];
  /** Keys the look-ups; it outlives the master keys, which may be changed. */
  lookupKey: Buffer;
}

/** @throws when there is no master key of that id */
export function unwrap(masterKeys: MasterKey[], subject: string, { kek, key }: Wrapped): Buffer {
  const master = masterKeys.find(({ id }) => id === kek);
  if (!master) throw new Error(`The master key ${kek} is missing. Put it back: as the file master.key, or in PE_MASTER_KEY behind the new one.`);
  return unseal(master.key, key, placeOf(subject, "key"));
}

export function wrap([first]: MasterKey[], subject: string, key: Buffer): Wrapped {
  if (!first) throw new Error("There is no master key.");
  return { kek: first.id, key: seal(first.key, key, placeOf(subject, "key")) };
}

export function createVault({ masterKeys, lookupKey }: VaultOptions): Vault {
  const hmacKey = createSecretKey(lookupKey);
  const blinded = new Map<string, Buffer>();
  const blind = (site: string, kind: string, value: string): Buffer => {
    const text = placeOf(site, kind, value);
    const known = blinded.get(text);
    if (known) return known;
    if (blinded.size >= BLINDED) blinded.clear();
    const hash = createHmac("sha256", hmacKey).update(text).digest().subarray(0, HASH_BYTES);
    blinded.set(text, hash);
    return hash;
  };
  const sealing = (subject: string, key: Buffer): Pick<Safe, "seal" | "unseal"> => ({
    seal: (what, text) => seal(key, text, placeOf(subject, what)),
    unseal: (what, sealed) => unseal(key, sealed, placeOf(subject, what)).toString("utf8"),
  });
  const toSafe = (subject: string, key: Buffer, wrapped: Wrapped): Safe => ({ wrapped, ...sealing(subject, key) });
  // One part where `blind` has three: the key is none of its hashes.
  const passingKey = createHmac("sha256", hmacKey).update(placeOf("passing")).digest();
  return {
    passing: (site) => sealing(site, passingKey),
    masterKey: masterKeys[0]?.id ?? "",
    create(subject) {
      const key = freshBytes(KEY_BYTES);
      return toSafe(subject, key, wrap(masterKeys, subject, key));
    },
    open: (subject, wrapped) => toSafe(subject, unwrap(masterKeys, subject, wrapped), wrapped),
    rewrap: (subject, wrapped) => (wrapped.kek === masterKeys[0]?.id ? undefined : wrap(masterKeys, subject, unwrap(masterKeys, subject, wrapped))),
    blind,
  };
}

/** Parts that end where they end, whatever is in them. */
function placeOf(...parts: string[]): string {
  return JSON.stringify(parts);
}
