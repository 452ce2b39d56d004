/** What requests are about: which object, and what is answered to who changes it. */
import type { FastifyRequest } from "fastify";
import { CALLBACK } from "../access/provider";

/** Reads of personal data; of a journey only where it tells who somebody is, or what agents wrote down. */
export const READS: ReadonlySet<string> = new Set(["/v1/contacts", "/v1/contacts/:id", "/v1/contacts/:id/export", "/v1/identity", "/v1/imports/:id/report", "/v1/journey", "/v1/history", "/v1/notes"]);

/** What changes nothing, or is an event, of which the log itself says who told it. */
export const NO_CHANGES = /^\/v1\/(rules\/(check|dry-run)|conversations\/)/;

/** What is answered to a change, where it is not 201 for what was made, 204 for what was deleted, and 200 for all else: its row is written before. */
const ANSWERS: { readonly [what: string]: number } = {
  "DELETE /v1/contacts/:id": 200, "POST /v1/imports": 202, "POST /v1/webhooks/:id/replay": 202, "POST /v1/me/password": 204,
  "POST /console/login": 303, "POST /console/logout": 303, [`GET ${CALLBACK}`]: 303,
};

/** @param isNew was the object made by it? */
export function answerOf(what: string, isNew: boolean): number {
  return ANSWERS[what] ?? (what.startsWith("DELETE ") ? 204 : isNew ? 201 : 200);
}

/** @returns the kind of a route's object: `contacts` of `/v1/contacts/:id` */
export const kindOf = (route: string): string => route.split("/")[2] ?? "";

/** Which object a request names: an id as it is, or a word and what is to be hashed of it. */
export function nameOf({ params, query }: Pick<FastifyRequest, "params" | "query">): { id: string } | { word: string; text: string } | undefined {
  const { id } = params as { id?: string };
  if (id !== undefined) return { id };
  const asked = query as { [name: string]: unknown };
  const word = ["session", "conversation", "visitor", "contact", "externalId", "q"].find((name) => typeof asked[name] === "string");
  if (word === undefined) return undefined;
  const text = String(asked[word]);
  return word === "q" || word === "externalId" ? { word, text } : { id: text };
}
