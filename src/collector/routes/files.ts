/** Reads the files that the collector serves, and never one from outside their folder. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";

const TYPES: { [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

export interface File {
  body: Buffer;
  type: string;
}

/**
 * @param folder absolute
 * @param name as it stood in the address, decoded
 * @returns `undefined` when there is no such file, or none of a kind that is served
 */
export async function readServed(folder: string, name: string): Promise<File | undefined> {
  const type = TYPES[path.extname(name)];
  // Each part must be a plain name: no dots that climb, no hidden files, no separators of other systems.
  if (!type || !name.split("/").every((part) => /^[\w-][\w.-]*$/.test(part))) return undefined;
  try {
    return { body: await readFile(path.join(folder, name)), type };
  } catch {
    return undefined;
  }
}

/** Sends a file, or only that the browser's copy is still good. */
export function sendFile({ headers }: FastifyRequest, reply: FastifyReply, { body, type }: File): FastifyReply {
  const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  reply.header("etag", tag);
  return headers["if-none-match"] === tag ? reply.code(304).send() : reply.type(type).send(body);
}
