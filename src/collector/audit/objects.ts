/** What requests are about: which object, and how it is looked at before and after it is changed. */
import type { FastifyRequest } from "fastify";
import { CALLBACK } from "../access/provider";
import type { Store } from "../store/store";

/** Reads of personal data; of a journey only where it tells who somebody is, or what agents wrote down. And the one login that is a GET. */
export const READS: ReadonlySet<string> = new Set(["/v1/contacts", "/v1/contacts/:id", "/v1/contacts/:id/export", "/v1/identity", "/v1/imports/:id/report", "/v1/journey", "/v1/history", "/v1/notes", CALLBACK]);

/** What changes nothing, or is an event, of which the log itself says who told it. */
export const NO_CHANGES = /^\/v1\/(rules\/(check|dry-run)|conversations\/)/;

export type States = { [kind: string]: (which: { site: string; id: string }) => Promise<unknown> };

/** How an object is read, by the word behind `/v1/`. */
export function createStates(store: Store): States {
  return {
    contacts: (which) => store.contact(which),
    async accounts(which) {
      const account = await store.account(which);
      return account && { name: account.name, role: account.role, active: account.active, ...(account.queues && { queues: account.queues }) };
    },
    rules: ({ site }) => store.rules(site),
    settings: async ({ site }) => [(await store.siteById(site))?.name, (await store.allSettings()).find((one) => one.site === site)?.settings],
    keys: async ({ site, id }) => (await store.keys(site)).filter((one) => one.id === id).map(({ name, createdAt }) => ({ name, createdAt }))[0],
    webhooks: (which) => store.webhook(which),
    connectors: async ({ site, id }) => (await store.connectors(site)).find((one) => one.id === id),
    "proof-keys": async ({ site, id }) => (await store.proofKeys(site)).find((one) => one.id === id),
  };
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
