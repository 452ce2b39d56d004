/** Looks up in a database of the operator's, in MaxMind's format, where networks are; reads it again when it is replaced. */
import { readFile, stat } from "node:fs/promises";
import { Reader, type Response } from "mmdb-lib";
import { networkOf } from "./networkOf";
import { placeOf, type Place } from "./placeOf";

/** How often it is looked whether the file is another one. */
const WATCH_MS = 10_000;
/** Between the tree and what it points to. Source: https://maxmind.github.io/MaxMind-DB/ */
const SEPARATOR_BYTES = 16;
const FORMAT = 2;
/** What such databases are about besides places, by the type that they give themselves. */
const OTHER_KINDS = /^(?!.*(country|city)).*\b(ASN|ISP|Domain|Connection-Type|Anonymous-IP)\b/i;

export interface Places {
  /** @param address of a client, which is cut down to its network before it is looked up; whatever it is, this never throws */
  find(address: string): Place;
  close(): void;
}

export interface PlacesOptions {
  file: string;
  /** Hears that a replaced file could not be read; the old one stays in use. */
  failed: (problem: unknown) => void;
  watchMs?: number;
}

/** @throws Error with a sentence that says what to do about the file */
export async function openPlaces({ file, failed, watchMs = WATCH_MS }: PlacesOptions): Promise<Places> {
  // Asked before reading: whatever takes its place meanwhile is another file at the next look.
  let stamp = await stampOf(file);
  let reader = await read(file);
  let timer: NodeJS.Timeout;
  let isClosed = false;

  const look = async () => {
    const found = await stampOf(file);
    if (found === stamp) return;
    stamp = found;
    reader = await read(file);
  };
  // One after the other, so that of two files the later one stays.
  const watch = () => {
    timer = setTimeout(() => void look().catch(failed).finally(() => isClosed || watch()), watchMs).unref();
  };
  watch();

  return {
    find(address) {
      const network = networkOf(address);
      // A tree of version 4 has no answer to the other, and would give a wrong one.
      if (network === undefined || (reader.metadata.ipVersion === 4 && network.includes(":"))) return {};
      try {
        return placeOf(reader.get(network));
      } catch {
        // A damaged entry is one that is not there.
        return {};
      }
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** Tells a file from another in its place. */
async function stampOf(file: string): Promise<string> {
  const { ino, mtimeMs, size } = await stat(file).catch(() => ({ ino: 0, mtimeMs: 0, size: 0 }));
  return `${ino} ${mtimeMs} ${size}`;
}

async function read(file: string): Promise<Reader<Response>> {
  const bytes = await readFile(file).catch((problem: NodeJS.ErrnoException) => {
    throw new Error(problem.code === "ENOENT" ? "There is no such file. Download one in MaxMind's format (.mmdb), or unset PE_GEO." : `It cannot be read: ${problem.message}`);
  });
  const reader = open(bytes);
  if (!reader) throw new Error("It is damaged, or not in MaxMind's format (.mmdb, not packed). Download it again.");
  const { databaseType } = reader.metadata;
  if (OTHER_KINDS.test(databaseType)) throw new Error(`It is a database of another kind (${databaseType}). Use one of countries or cities.`);
  return reader;
}

function open(bytes: Buffer): Reader<Response> | undefined {
  try {
    const reader = new Reader<Response>(bytes);
    const { binaryFormatMajorVersion, searchTreeSize } = reader.metadata;
    return binaryFormatMajorVersion === FORMAT && searchTreeSize + SEPARATOR_BYTES < bytes.length ? reader : undefined;
  } catch {
    return undefined;
  }
}
