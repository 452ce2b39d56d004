/** The collector's interface as an OpenAPI document, from the same schemas that the door checks. */
import { AnswerSchema, BatchSchema, ConversationSchema, DecisionSchema, ErrorSchema, EventSchema, UndoneSchema } from "../ingest/schema";
import { VERSION } from "../project";
import { contactPaths, contactSchemas } from "./openApiContacts";
import { handoverPaths, handoverSchemas } from "./openApiHandover";
import { importPaths, ImportSchema } from "./openApiImports";
import { sentWebhooks, webhookPaths, WebhookSchema } from "./openApiWebhooks";

const json = (schema: object) => ({ "application/json": { schema } });
const problem = (description: string) => ({ description, content: json({ $ref: "#/components/schemas/Error" }) });

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
          security: [{}, { secretKey: [] }],
          requestBody: {
            required: true,
            content: { ...json({ $ref: "#/components/schemas/Batch" }), "text/plain": { schema: { $ref: "#/components/schemas/Batch" } } },
          },
          responses: {
            202: { description: "Kept. Refused events are named; do not send them again.", content: json({ $ref: "#/components/schemas/Answer" }) },
            400: problem("Not a batch. Do not send it again."),
            401: problem("The key is not known, or the agent's login has ended."),
            403: problem("The website is not allowed to send."),
            413: problem("Too large, or too many events. Send them in smaller batches."),
            503: problem("Not on disk. Send the same batch again after the seconds in Retry-After."),
          },
        },
      },
      ...handoverPaths,
      ...contactPaths,
      ...importPaths,
      ...webhookPaths,
    },
    webhooks: sentWebhooks,
    components: {
      securitySchemes: { secretKey: { type: "http", scheme: "bearer", description: "A secret key, `sk_…`: for servers only." } },
      schemas: {
        Batch: BatchSchema, Event: EventSchema, ConversationData: ConversationSchema, DecisionData: DecisionSchema, UndoneData: UndoneSchema,
        Answer: AnswerSchema, Error: ErrorSchema, ...handoverSchemas, ...contactSchemas, Import: ImportSchema, Webhook: WebhookSchema,
      },
    },
  };
}
