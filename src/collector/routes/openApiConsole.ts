/** The part of the OpenAPI document that is about what consoles read. */
import { Type } from "@sinclair/typebox";
import { PERMISSIONS, ROLES } from "../../protocol/roles";

const at = 1_790_000_000_000;
const StepSchema = Type.Object({
  id: Type.String(), type: Type.String(), at: Type.Number(), source: Type.Unsafe<string>({ enum: ["page", "server", "agent"] }),
  session: Type.Optional(Type.String()), url: Type.Optional(Type.String()), data: Type.Object({}, { additionalProperties: true }),
});
export const consoleSchemas = {
  Journey: Type.Object({ steps: Type.Array(StepSchema) }, { description: "Oldest first; of a longer journey the newest steps." }),
  Me: Type.Object({
    agent: Type.String(), role: Type.Unsafe<string>({ enum: Object.keys(ROLES) }), may: Type.Array(Type.Unsafe<string>({ enum: PERMISSIONS }), { description: "What the role allows." }),
    site: Type.Object({ name: Type.String(), key: Type.String() }), codes: Type.Array(Type.String(), { description: "Wrap-up codes to choose from." }), queues: Type.Optional(Type.Array(Type.String())),
  }),
};

const security = [{ secretKey: [] }, { login: [] }];
const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const problem = (error: string, message: string) => ({ description: message, content: json(ref("Error"), { error, message }) });
const notLoggedIn = problem("not_logged_in", "Log in to the console first.");
const query = (name: string, description: string) => ({ name, in: "query", description, schema: { type: "string" } });
const step = { id: "e-1", type: "conversation.started", at, source: "server", data: { conversation: "call-7", channel: "call" } };

export const consolePaths = {
  "/v1/stream": {
    get: {
      summary: "All cards, `snapshot`, and then what changes of them, `cards`, for as long as the line holds.", security,
      parameters: [{ name: "Last-Event-ID", in: "header", description: "What was heard last: what has changed since comes first.", schema: { type: "string" } }],
      responses: { 200: { description: "Server-sent events.", content: { "text/event-stream": { schema: { type: "string" } } } }, 401: notLoggedIn },
    },
  },
  "/v1/journey": {
    get: {
      summary: "Everything that happened in a web session or a conversation.", security,
      parameters: [query("session", "Id of a web session."), query("conversation", "Id of a conversation, if no session is named.")],
      responses: { 200: { description: "Its steps.", content: json(ref("Journey"), { steps: [step] }) }, 400: problem("wrong_query", "Ask for ?session=… or ?conversation=…."), 401: notLoggedIn },
    },
  },
  "/v1/health": {
    get: { summary: "What arrives, what was refused or given up and why, and which numbers are missing.", security, responses: { 200: { description: "As the console's page Tracking health shows it.", content: json({ type: "object" }) }, 401: notLoggedIn } },
  },
  "/v1/me": {
    get: {
      summary: "Who is logged in, where, and what they may do.", security: [{ login: [] }],
      responses: { 200: { description: "The agent.", content: json(ref("Me"), { agent: "Dana", role: "agent", may: ["cards.see", "people.see", "work"], site: { name: "My website", key: "pk_…" }, codes: ["Resolved", "Sale"] }) }, 401: notLoggedIn },
    },
  },
};
