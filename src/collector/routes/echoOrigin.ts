/** Lets pages of other origins read an answer. */
import type { FastifyReply } from "fastify";

/**
 * Any page may read it, refusals too: one that cannot read the status would have to try again for ever. The answer holds nothing
 * that the page did not know, and of the cookies that may come along nobody's login counts here: see ingest/sender.ts.
 */
export function echoOrigin(origin: string | undefined, reply: FastifyReply): void {
  reply.header("vary", "Origin");
  if (origin === undefined || !/^[\x21-\x7E]{1,300}$/.test(origin)) return;
  // A page is shown no header that is not named here, and this one tells it when to come again.
  reply.header("access-control-allow-origin", origin).header("access-control-expose-headers", "Retry-After");
}

/** The same for a simple request with cookies. Whatever a browser has to ask for first, JSON above all, comes without them. */
export function echoOriginWithCookies(origin: string | undefined, reply: FastifyReply): void {
  echoOrigin(origin, reply);
  // Without this word a page that sends cookies could not read the status, and would try for ever.
  if (reply.hasHeader("access-control-allow-origin")) reply.header("access-control-allow-credentials", "true");
}
