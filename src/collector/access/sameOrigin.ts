/** Tells a request of the collector's own pages from one that another website made the browser send. */
import type { FastifyRequest } from "fastify";
import { parseUrl } from "../../protocol/parseUrl";

/** @param own the collector's public origin, for when a proxy rewrites the host */
export function isSameOrigin({ headers, host }: Pick<FastifyRequest, "headers" | "host">, own: string): boolean {
  const site = headers["sec-fetch-site"];
  // Browsers leave this header out where the page came over plain HTTP from another machine.
  if (site !== undefined) return site === "same-origin";
  const { origin } = headers;
  if (origin === undefined) return false;
  return origin === own || parseUrl(origin)?.host === host;
}
