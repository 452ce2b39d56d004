/** A. Bytes of script that the page loads. */
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** @typedef {{ [peer: string]: { raw: number, gzip: number, brotli: number, files: string[] } }} Sizes in bytes */

/**
 * @param {{ peers: import("../peers/peer.mjs").Peer[], scripts: Map<string, Map<string, Buffer>> }} stage
 * @returns {Sizes}
 */
export function measureSize({ peers, scripts }) {
  /** @type {Sizes} */
  const sizes = {};
  for (const { id } of peers) {
    const files = [...(scripts.get(id) ?? [])];
    if (!files.length) continue;
    const sum = (/** @type {(bytes: Buffer) => number} */ of) => files.reduce((bytes, [, file]) => bytes + of(file), 0);
    sizes[id] = {
      raw: sum((file) => file.length),
      gzip: sum((file) => gzipSync(file, { level: 9 }).length),
      brotli: sum((file) => brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: file.length } }).length),
      files: files.map(([name]) => name),
    };
  }
  return sizes;
}
