/** Reads which version of something a change began with, so that nobody undoes what they have not seen. */
import type { FastifyRequest } from "fastify";

/** Which version must be the last; none is whichever is. Proxies that compress mark what they pass on as weak: `W/"7"`. */
export function readMatch({ headers, query }: FastifyRequest): { version: number | undefined } | "wrong" {
  const { version } = query as { version?: unknown };
  const tag = headers["if-match"] === "*" ? undefined : headers["if-match"];
  const [, tagged] = /^(?:W\/)?"(\d{1,15})"$/.exec(tag ?? "") ?? [];
  const named = typeof version === "string" && /^\d{1,15}$/.test(version) ? version : undefined;
  if ((tag !== undefined && tagged === undefined) || (version !== undefined && named === undefined)) return "wrong";
  if (tagged !== undefined && named !== undefined && Number(tagged) !== Number(named)) return "wrong";
  const one = tagged ?? named;
  return { version: one === undefined ? undefined : Number(one) };
}
