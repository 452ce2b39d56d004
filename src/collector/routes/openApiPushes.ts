/** What pages hear of their visitor's conversations, as OpenAPI describes it. */
import { PushesSchema, PushSchema } from "../ingest/schema";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const problem = (description: string) => ({ description, content: { "application/json": { schema: ref("Error") } } });
const query = (name: string, description: string, required: boolean) => ({ name, in: "query", required, description, schema: { type: "string" } });

export const pushPaths = {
  "/v1/pushes": {
    get: {
      summary: "Tells a page what servers and agents say of its visitor's conversations: as it happens, or with `Accept: application/json` what there is.",
      description:
        "Frames of the stream: `event: push` with a Push as data, and `event: beat` every 15 seconds. The id of a frame is where to begin again: " +
        "as the header `Last-Event-ID` or as `lastEventId`. Without one it begins with what arrived in the last five minutes. A visitor whom nobody knows gets the same, empty.",
      parameters: [
        query("key", "The site's public key.", true),
        query("visitor", "The id that `pe.session()` gives: who has it may hear.", true),
        query("lastEventId", "Up to where the page has heard.", false),
        query("poll", "With any value: answers at once, as with `Accept: application/json`.", false),
      ],
      responses: {
        200: { description: "What is new.", content: { "text/event-stream": { schema: { type: "string" } }, "application/json": { schema: ref("Pushes") } } },
        400: problem("No visitor is named."),
        401: problem("The key is not known."),
        403: problem("The website is not allowed to ask."),
        429: problem("Too many pages of this visitor listen. Ask for JSON."),
        503: problem("Too many pages listen. Ask for JSON."),
      },
    },
  },
};

export const pushSchemas = { Push: PushSchema, Pushes: PushesSchema };
