/** The part of the OpenAPI document that is about what consoles read. */
import { Type } from "@sinclair/typebox";
import { PERMISSIONS, ROLES } from "../../protocol/roles";
import { NamedSiteSchema } from "./openApiSites";

const at = 1_790_000_000_000;
const StepSchema = Type.Object({
  id: Type.String(), type: Type.String(), at: Type.Number(), source: Type.Unsafe<string>({ enum: ["page", "server", "agent"] }),
  session: Type.Optional(Type.String()), seq: Type.Optional(Type.Integer()), n: Type.Integer({ description: "Its number in the log." }), url: Type.Optional(Type.String()), data: Type.Object({}, { additionalProperties: true }),
});
export const consoleSchemas = {
  Journey: Type.Object(
    { steps: Type.Array(StepSchema), earlier: Type.Integer({ description: "How many steps came before these." }), before: Type.Optional(Type.String({ description: "Asks for those: `&before=…`. Absent where there are none." })) },
    { description: "Oldest first; of a longer journey the newest steps." },
  ),
  Notes: Type.Object({
    notes: Type.Array(Type.Object({
      event: Type.String(), about: Type.Unsafe<string>({ enum: ["contact", "conversation"] }), conversation: Type.Optional(Type.String()),
      text: Type.String(), agent: Type.Optional(Type.String()), at: Type.Number(),
    })),
    more: Type.Boolean({ description: "There are more than are listed." }),
  }, { description: "Newest first." }),
  Me: Type.Object({
    agent: Type.String(), role: Type.Unsafe<string>({ enum: Object.keys(ROLES) }), may: Type.Array(Type.Unsafe<string>({ enum: PERMISSIONS }), { description: "What the role allows." }),
    site: NamedSiteSchema, sites: Type.Optional(Type.Array(NamedSiteSchema, { description: "All sites that the login opens, by name; only where there is more than one." })), demo: Type.Optional(Type.Literal(false, { description: "The demo page sends to another site." })), codes: Type.Array(Type.String(), { description: "Wrap-up codes to choose from." }), queues: Type.Optional(Type.Array(Type.String())),
  }),
};

const security = [{ secretKey: [] }, { login: [] }];
const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const problem = (error: string, message: string) => ({ description: message, content: json(ref("Error"), { error, message }) });
const notLoggedIn = problem("not_logged_in", "Log in to the console first.");
const query = (name: string, description: string) => ({ name, in: "query", description, schema: { type: "string" } });
const step = { id: "e-1", type: "conversation.started", at, source: "server", n: 7, data: { conversation: "call-7", channel: "call" } };

export const consolePaths = {
  "/v1/stream": {
    get: {
      summary: "All cards, `snapshot` and as many `more` as they take, and then what changes of them, `cards`, for as long as the line holds; a `beat` every five seconds; `settings`, without content, at the beginning and whenever what `GET /v1/me` answers may be another. The last frame of several has the id that a console resumes with. An agent with queues of their own is told of their conversations alone; `gone` names those that were told and are theirs no more, and each line begins with a snapshot.", security,
      parameters: [{ name: "Last-Event-ID", in: "header", description: "What was heard last: what has changed since comes first.", schema: { type: "string" } }],
      responses: { 200: { description: "Server-sent events.", content: { "text/event-stream": { schema: { type: "string" } } } }, 401: notLoggedIn },
    },
  },
  "/v1/journey": {
    get: {
      summary: "Everything that happened in a web session or a conversation, or in all of a visitor's or a contact's. Of conversations that are not in the asker's queues nothing is told, here and wherever conversations are read.", security,
      parameters: [
        query("session", "Id of a web session; or else one of the next three."), query("conversation", "Id of a conversation."), query("visitor", "Id of a visitor."), query("contact", "Id of a contact."),
        query("before", "Of an answer before: asks for the steps that came before its first."),
      ],
      responses: {
        200: { description: "Its steps.", content: json(ref("Journey"), { steps: [step], earlier: 0 }) },
        400: problem("wrong_query", "Ask for ?session=…, ?conversation=…, ?visitor=… or ?contact=…: one of them."), 401: notLoggedIn,
      },
    },
  },
  "/v1/history": {
    get: {
      summary: "The newest visits and conversations of one person, as cards.", security,
      parameters: [query("contact", "Id of a contact."), query("visitor", "Id of a visitor, if no contact is named.")],
      responses: {
        200: { description: "Of which anything was last heard first.", content: json({ type: "object" }, { sessions: [], conversations: [], more: { sessions: 0, conversations: 0 } }) },
        400: problem("wrong_query", "Ask for ?contact=… or ?visitor=…."), 401: notLoggedIn,
      },
    },
  },
  "/v1/notes": {
    get: {
      summary: "What agents wrote down of a contact or of a conversation.", security,
      parameters: [query("contact", "Id of a contact."), query("conversation", "Id of a conversation, if no contact is named.")],
      responses: {
        200: { description: "The notes. New ones are events, `contact.noted` and `conversation.noted`.", content: json(ref("Notes"), { notes: [{ event: "e-2", about: "contact", text: "Calls back on Friday.", agent: "Dana", at }], more: false }) },
        400: problem("wrong_query", "Ask for ?contact=… or ?conversation=…."), 401: notLoggedIn,
      },
    },
  },
  "/v1/health": {
    get: { summary: "What arrives, what was refused or given up and why, which numbers are missing, and when the last event came from each page.", security, responses: { 200: { description: "As the console's page Tracking health shows it.", content: json({ type: "object" }) }, 401: notLoggedIn } },
  },
  "/v1/me": {
    get: {
      summary: "Who is logged in, where, and what they may do.", security: [{ login: [] }],
      responses: { 200: { description: "The agent.", content: json(ref("Me"), { agent: "Dana", role: "agent", may: ["cards.see", "people.see", "work"], site: { name: "My website", key: "pk_…" }, codes: ["Resolved", "Sale"] }) }, 401: notLoggedIn },
    },
  },
};
