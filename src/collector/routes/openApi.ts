/** The collector's interface as an OpenAPI document, from the same schemas that the door checks. */
import { AnswerSchema, BatchSchema, ConversationSchema, DecisionSchema, ErrorSchema, EventSchema, UndoneSchema } from "../ingest/schema";
import { VERSION } from "../project";
import { accountPaths, accountSchemas } from "./openApiAccounts";
import { auditPaths, auditSchemas } from "./openApiAudit";
import { connectorPaths, connectorSchemas } from "./openApiConnectors";
import { consolePaths, consoleSchemas } from "./openApiConsole";
import { contactPaths, contactSchemas } from "./openApiContacts";
import { conversationPaths, conversationSchemas } from "./openApiConversations";
import { handoverPaths, handoverSchemas } from "./openApiHandover";
import { importPaths, ImportSchema } from "./openApiImports";
import { pushPaths, pushSchemas } from "./openApiPushes";
import { queuePaths, queueSchemas } from "./openApiQueues";
import { rulePaths, ruleSchemas } from "./openApiRules";
import { scorePaths, scoreSchemas } from "./openApiScores";
import { settingsPaths, settingsSchemas } from "./openApiSettings";
import { sitePaths } from "./openApiSites";
import { sentWebhooks, webhookPaths, WebhookSchema } from "./openApiWebhooks";

const json = (schema: object) => ({ "application/json": { schema } });
const problem = (description: string) => ({ description, content: json({ $ref: "#/components/schemas/Error" }) });

const batch = {
  v: 1, batch: "b-1", sentAt: 1_790_000_000_000,
  events: [{ id: "01a0c446-8c00-7000-8000-0000000a1b2c", type: "conversation.message_sent", at: 1_790_000_000_000, data: { conversation: "chat-7", channel: "chat" } }],
};

/** @param url the collector's public address */
export function openApi(url: string): object {
  return {
    openapi: "3.1.0",
    info: { title: "Parley collector", version: VERSION },
    servers: [{ url }],
    paths: {
      "/v1/events": {
        post: {
          summary: "Takes a batch of events, and answers when they are on disk. Plain or gzip, at most 60,000 bytes as sent.",
          description: "Retries carry the same event ids and need no Idempotency-Key: each id is stored once, for ever. Servers send events of any type with their secret key; to report conversations there are addresses of their own, below.",
          security: [{}, { secretKey: [] }, { login: [] }],
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: "#/components/schemas/Batch" }, example: batch }, "text/plain": { schema: { $ref: "#/components/schemas/Batch" } } },
          },
          responses: {
            202: { description: "Kept. Refused events are named; do not send them again.", content: json({ $ref: "#/components/schemas/Answer" }) },
            400: problem("Not a batch. Do not send it again."),
            401: problem("The key is not known, or the agent's login has ended."),
            403: problem("The website is not allowed to send, or the agent's login opens no account on the site of the key."),
            413: problem("Too large, or too many events. Send them in smaller batches."),
            503: problem("Not on disk. Send the same batch again after the seconds in Retry-After."),
          },
        },
      },
      ...handoverPaths,
      ...conversationPaths,
      ...pushPaths,
      ...contactPaths,
      ...importPaths,
      ...connectorPaths,
      ...settingsPaths,
      ...auditPaths,
      ...consolePaths,
      ...accountPaths,
      ...sitePaths,
      ...webhookPaths,
      ...rulePaths,
      ...scorePaths,
      ...queuePaths,
    },
    webhooks: sentWebhooks,
    components: {
      securitySchemes: {
        secretKey: { type: "http", scheme: "bearer", description: "A secret key, `sk_…`: for servers only." },
        login: { type: "apiKey", in: "cookie", name: "__Host-pe_console", description: "`pe_console` where the collector has no https. An agent's login to the console; from the console's own pages only. What it may do is said by its role: GET /v1/me. It opens an account on several sites where these are one person's: `?site=pk_…`, with the public key, says at any address which site is meant, and without it it is the one of the account that was logged in to. 403 `unknown_site` where the login opens none there." },
      },
      schemas: {
        Batch: BatchSchema, Event: EventSchema, ConversationData: ConversationSchema, DecisionData: DecisionSchema, UndoneData: UndoneSchema,
        Answer: AnswerSchema, Error: ErrorSchema, ...handoverSchemas, ...pushSchemas, ...contactSchemas, ...conversationSchemas, Import: ImportSchema, Webhook: WebhookSchema, ...connectorSchemas, ...settingsSchemas, ...auditSchemas, ...consoleSchemas, ...accountSchemas, ...ruleSchemas, ...scoreSchemas, ...queueSchemas,
      },
    },
  };
}
