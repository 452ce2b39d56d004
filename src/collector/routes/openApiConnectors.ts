/** The part of the OpenAPI document that is about connectors: how a site sets them up, and what vendors post to. */
import { VENDOR_NAMES } from "../connectors/vendors";

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const names = { type: "object", additionalProperties: text, description: "What queues, agents and wrap-up codes are called, by the vendor's ids." };
const secret = { ...text, description: "What the vendor proves itself by: Twilio's auth token, Intercom's client secret, the webhook's own of Chatwoot and Zendesk. For the others one is made, unless it is given." };

export const connectorSchemas = {
  Connector: {
    type: "object",
    required: ["id", "vendor", "createdAt", "address", "hasSecret", "names", "delivered", "repeated", "ignored", "refused"],
    properties: {
      id: text,
      vendor: { enum: VENDOR_NAMES },
      createdAt: count,
      address: { ...text, description: "Where the vendor is to post to." },
      hasSecret: { type: "boolean" },
      secret: { ...text, description: "Only in the answer to its making, and only if it was made here." },
      names,
      delivered: count,
      repeated: { ...count, description: "All of it had been stored before." },
      ignored: { ...count, description: "Sound, and of no concern." },
      refused: count,
      lastAt: { ...count, description: "When something signed last came. This and the counts are since the collector's start." },
      lastRefusal: { ...text, description: "Why the last refused one was refused." },
    },
  },
};

const connector = { $ref: "#/components/schemas/Connector" };
const security = [{ secretKey: [] }, { login: [] }];
const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const EXAMPLE = { names: { "0fb8c1aa-0000-4000-8000-000000000001": "Sales" } };
const problem = (description: string) => ({ description, content: json({ $ref: "#/components/schemas/Error" }) });
const settings = (more: object, required: string[], example: object) => ({ required: true, content: json({ type: "object", required, properties: { ...more, secret, names } }, example) });
const parameters = [{ name: "id", in: "path", required: true, schema: text }];
const UNKNOWN_SECRET = problem("The secret key is not known.");
const UNKNOWN = problem("There is no connector of that id.");

export const connectorPaths = {
  "/v1/connectors": {
    get: {
      summary: "Lists the site's connectors, without their secrets, and what became of what came.", security,
      responses: { 200: { description: "All of them.", content: json({ type: "object", properties: { connectors: { type: "array", items: connector } } }) }, 401: UNKNOWN_SECRET },
    },
    post: {
      summary: "Makes an address for a contact centre to post to.", security,
      requestBody: settings({ vendor: { enum: VENDOR_NAMES } }, ["vendor"], { vendor: "genesys", ...EXAMPLE }),
      responses: { 201: { description: "Made. A secret that was made is shown this once.", content: json(connector) }, 400: problem("What is given is not right."), 401: UNKNOWN_SECRET },
    },
  },
  "/v1/connectors/{id}": {
    post: {
      summary: "For the vendor: takes what it documents, with its signature, at most 256 kB.", parameters,
      requestBody: { required: true, content: { "application/json": { schema: {} }, "application/x-www-form-urlencoded": { schema: {} } } },
      responses: {
        200: { description: "Kept, and some of it was refused: do not send it again.", content: json({ $ref: "#/components/schemas/Answer" }) },
        204: { description: "Kept, or of no concern." },
        400: problem("Signed, and not to be read."), 401: problem("Not signed, wrongly signed, or too long ago."), 404: UNKNOWN, 413: problem("Too large."),
        503: problem("Not on disk. Send the same again after the seconds in Retry-After."),
      },
    },
    patch: {
      summary: "Gives the secret that the vendor shows once it has the address, or a newer one, or names.", security, parameters,
      requestBody: settings({}, [], EXAMPLE),
      responses: { 200: { description: "Changed.", content: json(connector) }, 400: problem("What is given is not right."), 401: UNKNOWN_SECRET, 404: UNKNOWN },
    },
    delete: {
      summary: "Takes the connector away; what it told stays.", security, parameters,
      responses: { 204: { description: "Gone." }, 401: UNKNOWN_SECRET, 404: UNKNOWN },
    },
  },
};
