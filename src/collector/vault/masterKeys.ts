/** The keys that wrap all others: from the environment, or else from a file that the first start makes. */
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

const KEY_BYTES = 32;
const FILE = "master.key";
const ID_CHARS = 8;

export interface MasterKeySource {
  /** What the operator has set, if anything. */
  given?: string | undefined;
  /** Where the file is kept beside the database, for its owner only. */
  folder: string;
  /** Is there a database that a key has sealed? Then a new one would open nothing, and hide that the old one is lost. */
  isSealed?: boolean;
}

export interface MasterKey {
  /** Told by the key itself, so that whatever it wrapped finds it again wherever it stands in the list. */
  id: string;
  key: Buffer;
}

/**
 * @param text keys of 32 bytes as base64, separated by commas or lines: the first wraps, all unwrap
 * @returns `undefined` when one of them is none
 */
export function parseMasterKeys(text: string): MasterKey[] | undefined {
  const keys = text.split(/[\s,]+/).filter((part) => part).map((part) => ({ part, key: Buffer.from(part, "base64") }));
  const isSound = keys.length > 0 && keys.every(({ part, key }) => key.length === KEY_BYTES && /^[\w+/-]+=*$/.test(part));
  return isSound ? keys.map(({ key }) => ({ id: createHash("sha256").update(key).digest("hex").slice(0, ID_CHARS), key })) : undefined;
}

/**
 * Those that are given come first; the file's still opens what it has wrapped, until it is taken away.
 *
 * @throws an `Error` whose message says what to do
 */
export function readMasterKeys({ given, folder, isSealed = false }: MasterKeySource): MasterKey[] {
  const file = path.join(folder, FILE);
  const first = given === undefined ? [] : parseMasterKeys(given);
  if (!first) throw new Error("PE_MASTER_KEY holds no key of 32 bytes as base64.");
  if (!existsSync(file)) {
    if (first.length) return first;
    if (isSealed) throw new Error(`Its data is sealed, and the key is missing: PE_MASTER_KEY is not set, and there is no ${FILE} in it. Put back a copy of that file, or set PE_MASTER_KEY as it was.`);
    make(file);
  }
  chmodSync(file, 0o600);
  const own = parseMasterKeys(readFileSync(file, "utf8"));
  if (!own) throw new Error(`${file} holds no key of 32 bytes as base64. Put back a copy of it.`);
  return [...first, ...own.filter(({ id }) => !first.some((one) => one.id === id))];
}

/** A start that is cut short leaves the whole key or none: half of one could only be deleted by hand. */
function make(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, `${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
