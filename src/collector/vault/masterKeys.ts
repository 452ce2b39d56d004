/** The keys that wrap all others: from the environment, or else from a file that the first start makes. */
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const KEY_BYTES = 32;
const FILE = "master.key";
const ID_CHARS = 8;

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
 * @param given what the operator has set, if anything
 * @param folder where the file is kept beside the database, for its owner only
 * @throws an `Error` whose message says what to do
 */
export function readMasterKeys({ given, folder }: { given?: string | undefined; folder: string }): MasterKey[] {
  const file = path.join(folder, FILE);
  const first = given === undefined ? [] : parseMasterKeys(given);
  if (!first) throw new Error("PE_MASTER_KEY holds no key of 32 bytes as base64.");
  if (first.length && !existsSync(file)) return first;
  const own = parseMasterKeys(readOrMake(file));
  if (!own) throw new Error(`${file} holds no key of 32 bytes as base64. Put back a copy of it.`);
  return [...first, ...own.filter(({ id }) => !first.some((one) => one.id === id))];
}

function readOrMake(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString("base64")}\n`, { flag: "wx", mode: 0o600, flush: true });
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== "EEXIST") throw problem;
  }
  chmodSync(file, 0o600);
  return readFileSync(file, "utf8");
}
