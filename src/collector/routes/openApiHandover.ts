/** What pages ask for besides events, as OpenAPI describes it. */
import { ForgetSchema, HandoverSchema, TokenSchema } from "../ingest/schema";

const json = (schema: object) => ({ "application/json": { schema } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const problem = (description: string) => ({ description, content: json(ref("Error")) });
const asks = (name: string) => ({ required: true, content: { "text/plain": { schema: ref(name) } } });
const refusals = { 401: problem("The key is not known."), 403: problem("The website is not allowed to ask.") };

export const handoverPaths = {
  "/v1/handover": {
    post: {
      summary: "Gives a page a token for a link to another of the site's hosts: who comes with it, within two minutes and once, is the same visitor.",
      requestBody: asks("Handover"),
      responses: { 200: { description: "The token.", content: json(ref("Token")) }, 400: problem("No visitor is named."), ...refusals },
    },
  },
  "/v1/forget": {
    post: {
      summary: "Takes the visitor's cookie away, when consent is withdrawn.",
      requestBody: asks("Forget"),
      responses: { 204: { description: "Forgotten, whether there was one or not." }, ...refusals },
    },
  },
};

export const handoverSchemas = { Handover: HandoverSchema, Token: TokenSchema, Forget: ForgetSchema };
