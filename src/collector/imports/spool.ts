/** Keeps bytes in a file for as long as this process needs them, enciphered with a key that nobody else ever has. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const CIPHER = "aes-256-ctr";
/** A file of the operator's own account; what it holds is nobody else's business. */
const MODE = 0o600;

export interface Spool {
  bytes: number;
  read(): Readable;
  remove(): Promise<void>;
}

export interface SpoolOptions {
  /** Path of the file to write. */
  file: string;
  /** Sees the bytes as they come; throws to end it. */
  look?: (bytes: Buffer, total: number) => void;
}

/**
 * Writes all of it to the file. A process that dies leaves a file that nobody can read.
 *
 * @throws what the source, the disk or `look` throws; the file is gone then
 */
export async function spool(source: AsyncIterable<Buffer | string>, { file, look = () => {} }: SpoolOptions): Promise<Spool> {
  const key = randomBytes(32);
  const start = randomBytes(16);
  let bytes = 0;
  const remove = () => rm(file, { force: true });
  const seen = async function* () {
    for await (const piece of source) {
      const chunk = Buffer.from(piece);
      bytes += chunk.length;
      look(chunk, bytes);
      yield chunk;
    }
  };
  try {
    await pipeline(seen, createCipheriv(CIPHER, key, start), createWriteStream(file, { mode: MODE }));
  } catch (problem) {
    await remove();
    throw problem;
  }
  // A read that fails ends the deciphering too, and whoever reads hears of it.
  const read = () => {
    const plain = createDecipheriv(CIPHER, key, start);
    return createReadStream(file).once("error", (problem) => plain.destroy(problem)).pipe(plain);
  };
  return { bytes, read, remove };
}
