/** Tells the collector that somebody is there: its logins end where nobody is, and the stream of cards runs by itself. */
import type { Me } from "../protocol/card";
import type { Desk } from "./desk";
import { startPolling, type PollOptions } from "./poll";

/** Often enough that a question which fails costs no login: half an hour is what those have. */
const EVERY_MS = 5 * 60_000;

/** Says so as long as the page is shown. @param hear what the collector answers @returns stops it */
export function startPresence(desk: Pick<Desk, "ask">, hear: (me: Me) => void, page?: PollOptions<Me>["page"]): () => void {
  return startPolling<Me>({ ask: () => desk.ask<Me>("/v1/me"), onReply: (reply) => reply.ok && hear(reply.body), everyMs: EVERY_MS, ...(page && { page }) });
}
