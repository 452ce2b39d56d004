/** The contact directory's part of the OpenAPI document: for each address what it does, and an example that can be sent as it is. */
import { Type } from "@sinclair/typebox";
import { ID_CHARS } from "../../protocol/limits";

const texts = (description: string) => Type.Optional(Type.Array(Type.String(), { maxItems: 50, description }));
const name = Type.Optional(Type.String());

const ContactFieldsSchema = Type.Object({
  displayName: name, givenName: name, familyName: name, companyName: name,
  externalIds: texts(`The site's own ids of this person, of 1 to ${ID_CHARS} characters; each is one contact's.`),
  emails: texts("In any writing; kept in one form. Several contacts may have one."),
  phones: texts("With + and country code, or as dialled in `region`. Kept as E.164. Several contacts may have one."),
  traits: Type.Optional(Type.Object({}, { description: "The site's own attributes.", additionalProperties: true })),
  region: Type.Optional(Type.String({ description: "Whose numbering plan national numbers follow: ISO 3166, two letters. Not kept." })),
});
const ada = { displayName: "Ada Byron", emails: ["ada@example.com"], phones: ["+4930901820"], externalIds: ["customer-42"] };
const stored = { id: "01a1f8d3-ea00-700f-8e70-e2ca559f4fc0", createdAt: 1_790_000_000_000, updatedAt: 1_790_000_000_000, ...ada };
const summary = { id: stored.id, name: "Ada Byron", emails: ada.emails, phones: ada.phones };

const json = (example: object, schema: object = { type: "object" }) => ({ "application/json": { schema, example } });
const problem = (error: string, message: string) => ({ description: message, content: json({ error, message }, { $ref: "#/components/schemas/Error" }) });
const PROBLEMS = {
  400: problem("wrong_contact", '"ada@" is no e-mail address.'),
  401: problem("not_logged_in", "Send `Authorization: Bearer sk_…` with the site's secret key, or log in to the console."),
  404: problem("unknown_contact", "There is no contact of that id. It may have been erased, or have expired."),
  409: problem("external_id_taken", "Another contact has the external id already. Change that one, or merge them."),
};

interface Operation {
  summary: string;
  /** What is sent. */
  body?: object;
  schema?: object;
  /** Names of what stands in the query. */
  query?: string[];
  status?: number;
  /** What comes back. */
  answer?: object;
  problems: (keyof typeof PROBLEMS)[];
}

function operation({ summary: text, body, schema, query = [], status = 200, answer, problems }: Operation, path: string): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, named]) => ({ name: named, in: "path", required: true, schema: { type: "string" } }));
  const inQuery = query.map((named) => ({ name: named, in: "query", schema: { type: "string" } }));
  return {
    summary: text,
    security: [{ secretKey: [] }],
    ...((inPath.length || inQuery.length) && { parameters: [...inPath, ...inQuery] }),
    ...(body && { requestBody: { required: true, content: json(body, schema) } }),
    responses: { [status]: { description: answer ? "Done." : "Done; there is nothing to say.", ...(answer && { content: json(answer) }) }, ...Object.fromEntries(problems.map((code) => [code, PROBLEMS[code]])) },
  };
}

const fields = { $ref: "#/components/schemas/ContactFields" };
const PATHS: { [path: string]: { [method: string]: Operation } } = {
  "/v1/contacts": {
    get: {
      summary: "Finds contacts by words of their name, a phone in any writing, an e-mail or an external id; all of them without q. For more, cursor is the id of the last contact that you have.",
      query: ["q", "cursor"], answer: { contacts: [summary], more: false }, problems: [400, 401],
    },
    post: { summary: "Creates a contact. Visitors who claimed one of its keys are matched with it at once.", body: { ...ada, phones: ["030 901820"], region: "DE" }, schema: fields, status: 201, answer: stored, problems: [400, 401, 409] },
    put: { summary: "Creates the contact with this external id, or changes it: what is named is replaced.", query: ["externalId"], body: { displayName: "Ada Lovelace" }, schema: fields, answer: { ...stored, displayName: "Ada Lovelace" }, problems: [400, 401, 409] },
  },
  "/v1/contacts/{id}": {
    get: { summary: "Reads a contact.", answer: stored, problems: [401, 404] },
    patch: { summary: "Changes what is named; \"\" and [] take away. A temporary contact stays from then on.", body: { companyName: "Analytical Engines" }, schema: fields, answer: { ...stored, companyName: "Analytical Engines" }, problems: [400, 401, 404, 409] },
    delete: { summary: "Erases the person for good: this contact, those that were merged with it, what visitors said who are it, and what is late.", answer: { contacts: 1, visitors: 2, events: 5 }, problems: [401, 404] },
  },
  "/v1/contacts/{id}/export": { get: { summary: "All that is known of the person, to hand over to them.", answer: { contact: stored, merged: [], visitors: [] }, problems: [401, 404] } },
  "/v1/contacts/{id}/merge": { post: { summary: "From then on the other contact speaks for this one.", body: { into: stored.id }, answer: stored, problems: [400, 401, 409] } },
  "/v1/contacts/{id}/unmerge": { post: { summary: "Takes a merge back.", answer: stored, problems: [401, 409] } },
  "/v1/identity": {
    get: {
      summary: "Who a visitor is, and all that says so.", query: ["visitor"], problems: [400, 401],
      answer: { visitor: "v-1", level: "matched", contact: summary, why: { by: "email", event: "e-1", at: 1_790_000_000_000, value: "ada@example.com", form: "checkout" }, claims: [], candidates: [], decisions: [] },
    },
  },
  "/v1/proof-keys": {
    get: { summary: "Lists the keys that tokens are verified with; shared secrets are not shown.", answer: { keys: [{ id: stored.id, algorithm: "HS256", createdAt: stored.createdAt }] }, problems: [401] },
    post: { summary: "Makes a shared secret, shown once; or takes a public key: {\"algorithm\": \"ES256\", \"publicKey\": {…}}.", body: { algorithm: "HS256" }, status: 201, answer: { id: stored.id, algorithm: "HS256", createdAt: stored.createdAt, secret: "…" }, problems: [400, 401] },
  },
  "/v1/proof-keys/{id}": { delete: { summary: "Takes a key away: tokens that were signed with it prove nothing from then on.", status: 204, problems: [401, 404] } },
};

export const contactPaths = Object.fromEntries(Object.entries(PATHS).map(([path, methods]) =>
  [path, Object.fromEntries(Object.entries(methods).map(([method, one]) => [method, operation(one, path)]))]));

export const contactSchemas = { ContactFields: ContactFieldsSchema };
