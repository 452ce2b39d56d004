/** What the OpenAPI document says of webhooks: of those that the collector sends, too. */

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const ms = { type: "integer", description: "Milliseconds since 1970." };
const types = { type: "array", minItems: 1, maxItems: 50, items: text, description: "Types of events, as they are; `conversation.*` for all of a kind; `*` for everything." };
const personal = { type: "boolean", description: "With names, e-mails and phones. Without it they are left out." };

const known = { id: text, url: text, types, personal, active: { type: "boolean" }, reason: { ...text, description: "Why the collector has stopped telling it." }, createdAt: ms };
export const WebhookSchema = {
  type: "object",
  required: ["id", "url", "types", "personal", "active", "createdAt"],
  properties: {
    ...known,
    waiting: { ...count, description: "Events that wait to be told, most of them again." },
    dead: { ...count, description: "Events that were given up." },
    behind: { ...count, description: "Events of the log, of all types, that were not looked at for it yet." },
    quietUntil: { ...ms, description: "It asked to be left alone until then." },
    last: { type: "object", properties: { at: ms, delivered: { type: "boolean" }, result: text } },
  },
};

const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const problem = (description: string) => ({ description, content: json({ $ref: "#/components/schemas/Error" }) });
const ref = { $ref: "#/components/schemas/Webhook" };
const withSecret = { allOf: [ref, { type: "object", properties: { secret: { ...text, description: "`whsec_…`: shown this once." } } }] };
const list = (of: object) => ({ type: "array", items: of });
const letter = { type: "object", properties: { event: text, type: text, at: ms, attempts: count, status: count, reason: text, diedAt: ms } };
const security = [{ secretKey: [] }, { login: [] }];
const parameters = [{ name: "id", in: "path", required: true, schema: text }];
const refusals = { 401: problem("The secret key is not known."), 404: problem("There is no such webhook.") };
const request = (properties: object, example: object, required: string[] = []) => ({ required: required.length > 0, content: json({ type: "object", required, properties }, example) });
const done = (description: string, schema: object) => ({ description, content: json(schema) });

export const webhookPaths = {
  "/v1/webhooks": {
    post: {
      summary: "Has an address told of what happens from now on, signed as Standard Webhooks says.", security,
      requestBody: request({ url: text, types, personal }, { url: "https://hooks.example.com/parley", types: ["conversation.*", "identity.verified"] }, ["url", "types"]),
      responses: { 201: done("Created, with the secret that signs.", withSecret), 400: problem("The address or the types cannot be taken."), 401: refusals[401], 409: problem("The site has as many as it may.") },
    },
    get: { summary: "Lists the webhooks, and how each of them is doing.", security, responses: { 200: done("Oldest first.", { type: "object", properties: { webhooks: list(ref) } }), 401: refusals[401] } },
  },
  "/v1/webhooks/{id}": {
    patch: {
      summary: "Changes of what it is told, and whether. One that is made active again goes on where it stopped.", security, parameters,
      requestBody: request({ types, personal, active: { type: "boolean" } }, { types: ["*"], active: true }, []),
      responses: { 200: done("Changed.", ref), 400: problem("That cannot be taken."), ...refusals },
    },
    delete: { summary: "Takes it away with all that waits for it.", security, parameters, responses: { 204: { description: "Gone." }, ...refusals } },
  },
  "/v1/webhooks/{id}/rotate": {
    post: { summary: "Makes a new secret. The old one signs as well for 24 hours.", security, parameters, responses: { 200: done("With the new secret.", withSecret), ...refusals } },
  },
  "/v1/webhooks/{id}/test": {
    post: {
      summary: "Sends `webhook.tested` now, once, and tells what came of it.", security, parameters,
      responses: { 200: done("Whether it arrived.", { type: "object", properties: { delivered: { type: "boolean" }, status: count, result: text } }), ...refusals },
    },
  },
  "/v1/webhooks/{id}/dead": {
    get: {
      summary: "What was given up, the newest first. For more, send the cursor.", security, parameters: [...parameters, { name: "cursor", in: "query", schema: text }],
      responses: { 200: done("A hundred at most.", { type: "object", properties: { dead: list(letter), cursor: text } }), ...refusals },
    },
  },
  "/v1/webhooks/{id}/replay": {
    post: {
      summary: "Tells it again: all that was given up; or events by their ids; or everything that came since then and fits.", security, parameters,
      requestBody: request({ ids: list(text), since: ms }, { since: 1_790_000_000_000 }),
      responses: { 202: done("Will be told. Of `since` it counts all events that are looked at again.", { type: "object", properties: { replayed: count } }), 400: problem("That cannot be replayed."), ...refusals },
    },
  },
};

const message = {
  type: "object",
  required: ["type", "timestamp", "data"],
  properties: {
    type: text,
    timestamp: { ...text, format: "date-time", description: "When it happened." },
    data: {
      type: "object",
      properties: {
        id: { ...text, description: "The event's." }, type: text, at: ms, source: { enum: ["page", "server", "agent"] }, session: text, visitor: text, url: text, data: { type: "object" },
        card: { type: "object", description: "Of a conversation event: the conversation as it stands when this is sent." },
        identity: { type: "object", description: "Of an identity event: who the visitor is when this is sent.", properties: { level: { enum: ["claimed", "matched", "verified"] }, contact: text } },
        cut: { type: "boolean", description: "Texts were shortened: no message has 20,000 bytes." },
      },
    },
  },
};
const headers = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => ({ name, in: "header", required: true, schema: text }));

/** What receivers get. */
export const sentWebhooks = {
  event: { post: { summary: "Something happened.", parameters: headers, requestBody: { content: json(message) }, responses: { "2XX": { description: "It has arrived. Any other answer, and none, has it sent again." }, 410: { description: "Nothing more is wanted." } } } },
};
