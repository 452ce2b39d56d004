/** The part of the OpenAPI document that is about conversations, with examples that can be sent as they are. */
import { Type } from "@sinclair/typebox";
import { ID_CHARS } from "../../protocol/limits";
import { LISTED, OPEN_STATUSES, type Verb } from "../../protocol/report";
import { LinkSchema, ReportSchema } from "../ingest/schema";

const at = 1_790_000_000_000;
const text = Type.Optional(Type.String());
const time = Type.Integer({ description: "Milliseconds since 1970." });
const words = (...all: string[]) => Type.Unsafe<string>({ enum: all });

const ReportedSchema = Type.Object({
  event: Type.String({ description: "Id of the event that it is in the log." }),
  state: Type.Union([Type.Literal("stored"), Type.Literal("duplicate")], { description: "duplicate: the same report had come before, and nothing has changed." }),
});
const ConversationCardSchema = Type.Object(
  {
    kind: Type.Literal("conversation"),
    id: Type.String(),
    status: words("waiting", "connected", "wrapping", "ended_by_customer", "wrapped_up"),
    channel: words("chat", "messaging", "call"),
    direction: Type.Optional(words("inbound", "outbound")),
    vendor: text, visitor: text, session: text,
    customer: Type.Optional(Type.String({ description: "Whom the contact centre says that it is with: asked for like a visitor, with GET /v1/identity?visitor=…." })),
    who: Type.Optional(Type.String({ description: "Whom the name is of: the visitor, or where no contact is known of them the customer." })),
    queues: Type.Array(Type.String(), { description: "In order, the last twenty." }),
    agents: Type.Array(Type.String(), { description: "In order, the last twenty." }),
    startedAt: time, connectedAt: Type.Optional(time), endedAt: Type.Optional(time),
    endedBy: Type.Optional(words("customer", "agent", "system")),
    wrappedAt: Type.Optional(time),
    since: Type.Integer({ description: "When it came to stand as it does, milliseconds since 1970." }),
    waitedMs: Type.Integer({ description: "How long it had waited until then." }),
    talkedMs: Type.Integer({ description: "How long it had been with an agent until then." }),
    code: Type.Optional(Type.String({ description: "The wrap-up code." })),
    lastAt: time,
    name: Type.Optional(Type.String({ description: "Who the customer is, as far as it is known." })),
    level: Type.Optional(words("claimed", "matched", "verified")),
    contact: Type.Optional(Type.String({ description: "Id of the contact that it is." })),
    n: Type.Integer({ description: "Grows with every change." }),
  },
  { description: "A conversation as agents see it on its card; there may be more in it." },
);
const LinksSchema = Type.Object({
  links: Type.Array(Type.Object({ event: Type.String({ description: "Of `conversation.linked`: `conversation.unlinked` takes it back by this id." }), at: time, agent: text, with: text, session: text })),
  proposals: Type.Array(
    Type.Object({ conversation: Type.String(), why: words("session", "contact"), card: Type.Ref("#/components/schemas/ConversationCard") }),
    { description: "What the page saw and what the contact centre tells of, begun within half an hour, that may be the same: for an agent to say." },
  ),
});
export const conversationSchemas = {
  LinkData: LinkSchema, Links: LinksSchema,
  Report: ReportSchema, Reported: ReportedSchema, ConversationCard: ConversationCardSchema, ConversationList: Type.Object({ conversations: Type.Array(Type.Ref("#/components/schemas/ConversationCard")) }),
};

const card = {
  kind: "conversation", id: "call-7", status: "connected", channel: "call", direction: "inbound", queues: ["Sales"], agents: ["Dana"],
  startedAt: at, connectedAt: at + 40_000, since: at + 40_000, waitedMs: 40_000, talkedMs: 0, lastAt: at + 40_000, name: "Ada Byron", level: "matched", contact: "01a1f8d3-ea00-700f-8e70-e2ca559f4fc0", n: 42,
};

const json = (schema: string, example: object) => ({ "application/json": { schema: { $ref: `#/components/schemas/${schema}` }, example } });
const problem = (error: string, message: string) => ({ description: message, content: json("Error", { error, message }) });
const noKey = problem("unknown_secret", "The secret key is not known. Send `Authorization: Bearer sk_…` with the key of this site.");
const id = { name: "id", in: "path", required: true, description: `The contact centre's own id of the conversation, percent-encoded, of 1 to ${ID_CHARS} characters.`, schema: { type: "string" }, example: "call-7" };
const key = {
  name: "Idempotency-Key", in: "header",
  description: "Names this report over all its retries, for ever: the second one is a duplicate. Best a UUID, made once for each report; in quotes or not. A report that was refused uses no key up. Without it each request is another event.",
  schema: { type: "string", minLength: 1 }, example: "8e03978e-40d5-43dd-bc93-6894a57f9324",
};

const reports: { [verb in Verb]: [summary: string, example: object] } = {
  start: ["A conversation begins, on any of the channels: `channel` is needed. The customer waits from now on.", { channel: "call", direction: "inbound", customer: { phone: "+4930901820" }, at }],
  route: ["It is put into a queue.", { queue: "Sales", at: at + 1_000 }],
  connect: ["An agent takes it.", { agent: "Dana", at: at + 40_000 }],
  transfer: ["It goes to another queue, where it waits, or to another agent, with whom it is connected.", { queue: "Support", at: at + 95_000 }],
  end: ["It ends: by the customer, the agent or the system. After the latter two an agent has after-call work to do.", { by: "agent", at: at + 240_000 }],
  "wrap-up": ["The agent is done with it.", { code: "Sale", notes: "Wants the larger one.", at: at + 270_000 }],
};

const report = (verb: Verb) => {
  const [summary, example] = reports[verb];
  return {
    post: {
      summary,
      security: [{ secretKey: [] }],
      parameters: [id, key],
      requestBody: { required: verb === "start", content: json("Report", example) },
      responses: {
        202: { description: "On disk.", content: json("Reported", { event: "8e03978e-40d5-83dd-bc93-6894a57f9324", state: "stored" }) },
        400: problem("wrong_report", 'A report is a JSON object, {"queue": "Sales"}, or nothing at all.'),
        401: noKey,
        413: problem("body_too_large", "The body is too large. Send less at once."),
        422: problem("wrong_channel", "channel must be chat, messaging or call."),
        503: problem("not_stored", "The events could not be written to disk. Send the same batch again later."),
      },
    },
  };
};

const read = { security: [{ secretKey: [] }, { login: [] }] };
const notLoggedIn = problem("not_logged_in", "Send `Authorization: Bearer sk_…` with the site's secret key, or log in to the console.");

export const conversationPaths = {
  "/v1/conversations": {
    get: {
      ...read,
      summary: "Lists conversations, newest first: those of which anything was last heard.",
      parameters: [
        { name: "status", in: "query", description: "Those that are so now; `open`: an agent is needed, or was a moment ago.", schema: { enum: [...OPEN_STATUSES, "open"] }, example: "open" },
        { name: "limit", in: "query", description: "Most of them.", schema: { type: "integer", minimum: 1, maximum: LISTED, default: LISTED }, example: 10 },
      ],
      responses: { 200: { description: "So many there are at most.", content: json("ConversationList", { conversations: [card] }) }, 400: problem("wrong_query", `Ask for ?limit= with a number from 1 to ${LISTED}.`), 401: notLoggedIn },
    },
  },
  "/v1/conversations/{id}": {
    get: {
      ...read,
      summary: "Reads a conversation, as it is now.",
      parameters: [id],
      responses: { 200: { description: "As agents see it.", content: json("ConversationCard", card) }, 401: notLoggedIn, 404: problem("unknown_conversation", "No conversation of that id has begun. Report it with POST /v1/conversations/{id}/start.") },
    },
  },
  "/v1/conversations/{id}/links": {
    get: {
      ...read,
      summary: "Reads what was said of a conversation's ids, and with what it may be one. `conversation.linked` and `.unlinked`, sent to /v1/events, change it.",
      parameters: [id],
      responses: {
        200: { description: "Nothing of either where nothing is known.", content: json("Links", { links: [{ event: "e-9", at, agent: "Dana", session: "0190a1b2-0000-7000-8000-00000001e240" }], proposals: [{ conversation: "web-3", why: "contact", card }] }) },
        401: notLoggedIn,
      },
    },
  },
  ...Object.fromEntries((Object.keys(reports) as Verb[]).map((verb) => [`/v1/conversations/{id}/${verb}`, report(verb)])),
};
