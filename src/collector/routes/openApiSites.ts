/** The part of the OpenAPI document that is about the sites of a collector. */
import { Type } from "@sinclair/typebox";
import { SITES } from "../../protocol/limits";
import { SETTING_CHARS } from "../../protocol/settings";

const name = Type.String({ minLength: 1, maxLength: SETTING_CHARS });
export const NamedSiteSchema = Type.Object({ name, key: Type.String({ description: "Public." }) });

const json = (schema: object, example: object) => ({ "application/json": { schema, example } });
const problem = (error: string, message: string) => ({ description: message, content: json({ $ref: "#/components/schemas/Error" }, { error, message }) });

export const sitePaths = {
  "/v1/sites": {
    post: {
      summary: `Makes another site, up to ${SITES} of them, and an admin's account there that the same login opens. Only admins of the collector's first site may; no key makes one.`, security: [{ login: [] }],
      requestBody: { required: true, content: json(Type.Object({ name }), { name: "Shop" }) },
      responses: {
        201: {
          description: "Made. The secret key is shown this once.",
          content: json(Type.Object({ site: NamedSiteSchema, tag: Type.String({ description: "To paste into the site's pages." }), secret: Type.String() }), {
            site: { name: "Shop", key: "pk_…" }, tag: '<script async src="https://collect.example.com/pe.js" data-key="pk_…"></script>', secret: "sk_…",
          }),
        },
        400: problem("wrong_site", "Say what the site is called."), 401: problem("not_logged_in", "Log in to the console first."),
        403: problem("not_allowed", "Sites are made on the collector's first site, by its admins."), 409: problem("too_many_sites", `The collector has ${SITES} sites, and takes no more.`),
      },
    },
  },
};
