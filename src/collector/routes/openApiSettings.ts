/** The part of the OpenAPI document that is about settings, secret keys and what arrives. */
import { Type, type TSchema } from "@sinclair/typebox";
import { KEEP_DAYS, SETTING_CHARS, SETTING_ENTRIES, SITE_KEYS } from "../../protocol/settings";

const name = Type.String({ minLength: 1, maxLength: SETTING_CHARS });
const list = (description: string) => Type.Array(Type.String(), { maxItems: SETTING_ENTRIES, description });
const days = (description: string) => Type.Integer({ minimum: 1, maximum: KEEP_DAYS, description });
const at = Type.Integer({ minimum: 0 });

const SETTINGS = {
  origins: list("Websites that may send: `https://example.com`, `https://*.example.com`, or `this machine`."),
  queues: list("Names of queues to choose from."),
  codes: list("Wrap-up codes to choose from; at least one."),
  keepAnonymousDays: days("Days that events of visitors are kept who never said who they are."),
  keepIdentifiedDays: days("Days that all other events are kept."),
};
const told = (value: TSchema) => Type.Object({ value, from: Type.Unsafe<string>({ enum: ["environment", "console", "default"] }), variable: Type.Optional(Type.String()) });
const key = {
  id: Type.String(), name, createdAt: Type.Optional(at), by: Type.Optional(Type.String()), ends: Type.Optional(Type.String({ description: "Its last four characters." })),
  lastAt: Type.Optional(Type.Integer({ minimum: 0, description: "When it was last used, to the minute." })),
};

export const settingsSchemas = {
  Settings: Type.Object({
    site: Type.Object({ name, key: Type.String({ description: "Public." }) }), tag: Type.String({ description: "To paste into the site's pages." }),
    settings: Type.Object(Object.fromEntries(Object.entries(SETTINGS).map(([each, schema]) => [each, told(schema)])), { description: "What the environment sets counts, and cannot be changed here." }),
    version: Type.Integer({ minimum: 0, description: "Goes up by one with each change." }), changed: Type.Optional(Type.Object({ at, by: Type.String({ description: "The agent's name, or `server`." }) })),
  }),
  SettingsChange: Type.Object({ name: Type.Optional(name), ...Object.fromEntries(Object.entries(SETTINGS).map(([each, schema]) => [each, Type.Optional(Type.Union([schema, Type.Null()]))])) }, { additionalProperties: false, description: "What is not named stays; null goes back to the default." }),
  SecretKey: Type.Object(key),
};

const security = [{ secretKey: [] }, { login: [] }];
const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });
const problem = (description: string) => ({ description, content: json(ref("Error")) });
const noLogin = problem("Neither a secret key nor a login.");
const moment = 1_790_000_000_000;
const known = { id: "Zk3vQ1mT9xLpA0bE", name: "CRM", createdAt: moment, by: "Dana", ends: "x7Qa" };
const settings = {
  site: { name: "My website", key: "pk_…" }, tag: '<script async src="https://collect.example.com/pe.js" data-key="pk_…"></script>',
  settings: {
    origins: { value: ["https://example.com"], from: "environment", variable: "PE_ORIGINS" }, queues: { value: ["Sales"], from: "console" }, codes: { value: ["Resolved", "Sale"], from: "console" },
    keepAnonymousDays: { value: 60, from: "default", variable: "PE_KEEP_ANONYMOUS_DAYS" }, keepIdentifiedDays: { value: 395, from: "default", variable: "PE_KEEP_IDENTIFIED_DAYS" },
  },
  version: 7, changed: { at: moment, by: "Dana" },
};
const parameters = [
  { name: "If-Match", in: "header", description: 'The version that was changed, as GET tells it in its ETag: "7". Without it, or `version`, the last change wins.', schema: { type: "string" } },
  { name: "version", in: "query", description: "The same, for those whose header does not get through.", schema: { type: "integer", minimum: 0 } },
];
const problems = Type.Object({ error: Type.String(), message: Type.String(), problems: Type.Array(Type.Object({ place: Type.String(), message: Type.String() })) });

export const settingsPaths = {
  "/v1/settings": {
    get: { summary: "What is set of the site, and whether by the environment, in the console, or not at all.", security, responses: { 200: { description: "All of it.", content: json(ref("Settings"), settings) }, 401: noLogin } },
    patch: {
      summary: "Changes settings. What is changed holds at once.", security, parameters,
      requestBody: { required: true, content: json(ref("SettingsChange"), { codes: ["Resolved", "Sale"], keepAnonymousDays: null }) },
      responses: {
        200: { description: "As they are now.", content: json(ref("Settings")) }, 401: noLogin,
        400: problem("The version cannot be read."), 412: problem("Somebody else has changed the settings since the version that is named; nothing was changed."),
        422: { description: "Nothing was changed: what is wrong where.", content: json(problems, { error: "wrong_settings", message: "Nothing was changed: see problems for what to change where.", problems: [{ place: "codes[1]", message: "This stands in the list already." }] }) },
      },
    },
  },
  "/v1/keys": {
    get: { summary: "Lists the site's secret keys, oldest first, without the keys themselves.", security, responses: { 200: { description: "All of them.", content: json(Type.Object({ keys: Type.Array(Type.Unsafe(ref("SecretKey"))) }), { keys: [known] }) }, 401: noLogin } },
    post: {
      summary: `Makes another secret key; up to ${SITE_KEYS} work at the same time. No key may make one.`, security: [{ login: [] }],
      requestBody: { required: true, content: json(Type.Object({ name }), { name: "CRM" }) },
      responses: { 201: { description: "Made, and shown this once.", content: json(Type.Object({ ...key, secret: Type.String() }), { ...known, secret: "sk_…" }) }, 400: problem("It needs a name."), 401: noLogin, 409: problem("The site has as many as it may.") },
    },
  },
  "/v1/keys/{id}": {
    delete: {
      summary: "Revokes a secret key: from then on it is not known. No key may do that.", security: [{ login: [] }], parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      responses: { 204: { description: "Gone." }, 401: noLogin, 404: problem("There is no key of that id.") },
    },
  },
  "/v1/arrivals": {
    get: {
      summary: "What came last from which page, and from which websites that may not send, since the collector's start: of each the latest twenty.", security,
      responses: {
        200: {
          description: "Latest first.",
          content: json(Type.Object({ now: at, pages: Type.Array(Type.Object({ url: Type.String(), type: Type.String(), at })), refused: Type.Array(Type.Object({ origin: Type.String(), at })) }), {
            now: moment, pages: [{ url: "https://example.com/", type: "page.viewed", at: moment }], refused: [{ origin: "https://shop.example", at: moment }],
          }),
        },
        401: noLogin,
      },
    },
  },
};
