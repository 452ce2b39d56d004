/** The contact directory's addresses, for servers and agents. */
import type { FastifyReply } from "fastify";
import { notAllowed, type Guard } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import { clean } from "../ingest/clean";
import { parseContact } from "../contacts/parseContact";
import { ID_CHARS } from "../../protocol/limits";
import type { Contact } from "../../protocol/contact";
import type { Taken } from "../store/contacts";
import type { Store } from "../store/store";
import { sendProblem } from "./problem";

/** Largest contact as JSON text. */
const CONTACT_BYTES = 60_000;
/** Most contacts of one answer. */
const FOUND = 50;
/** Nobody types more into a search. */
const QUERY_CHARS = 200;

export interface ContactRoutes {
  store: Store;
  guarded: Guard;
  now: () => number;
}

const noContact = { status: 404, error: "unknown_contact", message: "There is no contact of that id. It may have been erased, or have expired. Find it with GET /v1/contacts?q=…." };

export function addContactRoutes(server: GuardedRoutes, { store, guarded, now }: ContactRoutes): void {
  const idOf = (params: unknown) => (params as { id: string }).id;
  const answer = (reply: FastifyReply, result: Contact | Taken | undefined, status = 200) => {
    if (!result) return sendProblem(reply, noContact);
    if (!("externalId" in result)) return reply.code(status).send(result);
    const message = `The contact ${result.contact} has the external id "${result.externalId}" already. Change that one, or merge them.`;
    return sendProblem(reply, { status: 409, error: "external_id_taken", message });
  };
  const read = (body: unknown) => {
    const { region, ...fields } = typeof body === "object" && body !== null ? (body as { region?: unknown }) : {};
    return parseContact(body === null || typeof body !== "object" || Array.isArray(body) ? body : fields, { region: typeof region === "string" ? region : undefined });
  };
  const wrong = (reply: FastifyReply, message: string) => sendProblem(reply, { status: 400, error: "wrong_contact", message });

  server.get("/v1/contacts", guarded("people.see", async ({ site, role, isMasked }, { query }, reply) => {
    const { q = "", cursor } = query as { q?: unknown; cursor?: unknown };
    if (typeof q !== "string" || (cursor !== undefined && typeof cursor !== "string")) {
      return sendProblem(reply, { status: 400, error: "wrong_query", message: "Ask for ?q=… and, for more, &cursor= with the id of the last contact that you have." });
    }
    // Whoever may ask whether somebody is there need not see them.
    if (isMasked && q.trim() !== "") return sendProblem(reply, notAllowed("people.unmask", role));
    return store.findContacts({ site, q: clean(q.slice(0, QUERY_CHARS)), after: cursor, limit: FOUND });
  }));

  server.post("/v1/contacts", { bodyLimit: CONTACT_BYTES }, guarded("people.write", async ({ site }, { body }, reply) => {
    const contact = read(body);
    if ("problem" in contact) return wrong(reply, contact.problem);
    if (!Object.keys(contact.fields).length) return wrong(reply, "There is nothing in this contact. Give it a name, an e-mail, a phone or an external id.");
    return answer(reply, await store.createContact({ site, fields: contact.fields, now: now() }), 201);
  }));

  // In the query and not in the path: that is logged.
  server.put("/v1/contacts", { bodyLimit: CONTACT_BYTES }, guarded("people.write", async ({ site }, { query, body }, reply) => {
    const { externalId: given } = query as { externalId?: unknown };
    const externalId = typeof given === "string" ? clean(given).trim() : "";
    const contact = read(body);
    if ("problem" in contact) return wrong(reply, contact.problem);
    if (externalId === "" || externalId.length > ID_CHARS) return wrong(reply, `Say whose contact it is: ?externalId=…, of 1 to ${ID_CHARS} characters.`);
    const fields = { ...contact.fields, externalIds: [...new Set([externalId, ...(contact.fields.externalIds ?? [])])] };
    const known = await store.contactByExternalId(site, externalId);
    if (!known) return answer(reply, await store.createContact({ site, fields, now: now() }), 201);
    const externalIds = contact.fields.externalIds ? fields.externalIds : [...new Set([...(known.externalIds ?? []), externalId])];
    return answer(reply, await store.changeContact({ site, id: known.id, fields: { ...fields, externalIds }, now: now() }));
  }));

  server.get("/v1/contacts/:id", guarded("people.see", async ({ site }, { params }, reply) => answer(reply, await store.contact({ site, id: idOf(params) }))));

  server.patch("/v1/contacts/:id", { bodyLimit: CONTACT_BYTES }, guarded("people.write", async ({ site }, { params, body }, reply) => {
    const contact = read(body);
    if ("problem" in contact) return wrong(reply, contact.problem);
    return answer(reply, await store.changeContact({ site, id: idOf(params), fields: contact.fields, now: now() }));
  }));

  server.delete("/v1/contacts/:id", guarded("people.erase", async ({ site }, { params }, reply) => {
    const erased = await store.eraseContact({ site, id: idOf(params), now: now() });
    return erased ?? sendProblem(reply, noContact);
  }));

  server.get("/v1/contacts/:id/export", guarded("people.export", async ({ site }, { params }, reply) => {
    const dossier = await store.exportContact({ site, id: idOf(params) });
    return dossier ?? sendProblem(reply, noContact);
  }));

  server.post("/v1/contacts/:id/merge", guarded("people.write", async ({ site }, { params, body }, reply) => {
    const { into } = typeof body === "object" && body !== null ? (body as { into?: unknown }) : {};
    if (typeof into !== "string") return wrong(reply, 'Say into which contact: {"into": "…"}.');
    const merged = await store.mergeContact({ site, id: idOf(params), into, now: now() });
    const message = "Both contacts must be there, and the first must not be merged yet, nor be the one that speaks for the other.";
    return merged ?? sendProblem(reply, { status: 409, error: "cannot_merge", message });
  }));

  server.post("/v1/contacts/:id/unmerge", guarded("people.write", async ({ site }, { params }, reply) => {
    const contact = await store.unmergeContact({ site, id: idOf(params), now: now() });
    return contact ?? sendProblem(reply, { status: 409, error: "not_merged", message: "This contact is not merged into another." });
  }));
}
