/** The part of the OpenAPI document that is about accounts: who may log in to the console, and as what. */
import { Type } from "@sinclair/typebox";
import { NAME_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "../../protocol/account";
import { FACT_CHARS } from "../../protocol/limits";
import { ROLES } from "../../protocol/roles";
import { SETTING_ENTRIES } from "../../protocol/settings";

const at = 1_790_000_000_000;
const RoleSchema = Type.Unsafe<string>({ enum: Object.keys(ROLES) });
const name = Type.String({ maxLength: NAME_CHARS, description: "As cards show it; no one else's at the site." });
const fields = {
  id: Type.String(), name, email: Type.String(), role: RoleSchema, active: Type.Boolean(),
  queues: Type.Optional(Type.Array(Type.String(), { description: "Queues whose conversations a viewer or an agent sees and handles, besides those in none yet and those that they were with. Absent for all. Other roles see all, whatever is set." })),
  invited: Type.Boolean({ description: "Nobody has chosen its password yet." }), createdAt: Type.Number(), lastLoginAt: Type.Optional(Type.Number()),
};
export const accountSchemas = {
  Account: Type.Object(fields),
  Invited: Type.Object({
    ...fields,
    link: Type.String({ description: "Whoever opens it chooses the account's password. It works once, and is shown this once." }), expires: Type.Number(),
  }),
  OwnAccount: Type.Object({
    name, email: Type.String(), role: RoleSchema, queues: Type.Optional(Type.Array(Type.String())), hasPassword: Type.Boolean({ description: "Without one its holder comes by the operator's identity provider alone." }),
    byProvider: Type.Boolean({ description: "Its holder has come by the identity provider." }), otherLogins: Type.Integer({ minimum: 0, description: "Logins besides this one." }),
  }),
};

const security = [{ login: [] }];
const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });
const problem = (error: string, message: string) => ({ description: message, content: json(ref("Error"), { error, message }) });
const refusals = {
  401: problem("not_logged_in", "Log in to the console first."),
  403: problem("not_allowed", "This needs the permission \"accounts\", which the role agent has not. Ask an admin of Parley."),
};
const unknown = { 404: problem("unknown_account", "There is no account of that id. GET /v1/accounts lists them.") };
const wrong = { 400: problem("wrong_account", "What is sent cannot be read.") };
const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
const account = { id: "0190a1b2-0000-7000-8000-00000001e240", name: "Dana Scott", email: "dana@example.com", role: "agent", active: true, invited: true, createdAt: at };
const invited = { ...account, link: "https://collect.example.com/console/login?ticket=…", expires: at + 604_800_000 };
const password = { type: "string", minLength: PASSWORD_MIN_CHARS, maxLength: PASSWORD_MAX_CHARS };

export const accountPaths = {
  "/v1/accounts": {
    get: {
      summary: "Who may log in, by name.", security,
      responses: { 200: { description: "All accounts of the site.", content: json({ type: "object", properties: { accounts: { type: "array", items: ref("Account") } } }, { accounts: [account] }) }, ...refusals },
    },
    post: {
      summary: "Makes an account, and a link by which its holder chooses the password within a week.", security,
      requestBody: { required: true, content: json({ type: "object", required: ["name", "email", "role"], properties: { name, email: { type: "string" }, role: RoleSchema } }, { name: "Dana Scott", email: "dana@example.com", role: "agent" }) },
      responses: { 201: { description: "Hand the link over.", content: json(ref("Invited"), invited) }, ...wrong, ...refusals, 409: problem("email_taken", "Somebody logs in with this e-mail already.") },
    },
  },
  "/v1/accounts/{id}": {
    patch: {
      summary: "Changes a name, a role, whether the account is active, or its own queues. All its logins end, and its streams at once; those that open an account on another site as well go on there. By other queues its streams end alone.", security, parameters,
      requestBody: { required: true, content: json({ type: "object", properties: { name, role: RoleSchema, active: { type: "boolean" }, queues: { type: ["array", "null"], maxItems: SETTING_ENTRIES, items: { type: "string", minLength: 1, maxLength: FACT_CHARS }, description: "Names as cards have them, letter by letter; `null` for all queues." } } }, { queues: ["Sales"] }) },
      responses: { 200: { description: "As it is now.", content: json(ref("Account"), { ...account, queues: ["Sales"] }) }, ...wrong, ...refusals, ...unknown, 409: problem("last_admin", "This is the last admin who can log in. Make another one first.") },
    },
  },
  "/v1/accounts/{id}/invite": {
    post: {
      summary: "Makes a new link, also for somebody who has forgotten the password. The one before does not work any more. It is for this site alone: whoever opens it has one login for others as well only with the password that they have there.", security, parameters,
      responses: { 200: { description: "Hand the link over.", content: json(ref("Invited"), invited) }, ...refusals, ...unknown, 409: problem("not_active", "This account is not active. Make it active first.") },
    },
  },
  "/v1/me/account": {
    get: {
      summary: "One's own account.", security,
      responses: { 200: { description: "As it is.", content: json(ref("OwnAccount"), { name: "Dana Scott", email: "dana@example.com", role: "agent", hasPassword: true, byProvider: false, otherLogins: 1 }) }, 401: refusals[401] },
    },
  },
  "/v1/me/logins": {
    delete: { summary: "Ends all logins of one's own account but this one, on all sites that this one opens: on other browsers and computers one has to log in again.", security, responses: { 204: { description: "Ended." }, 401: refusals[401] } },
  },
  "/v1/me/password": {
    post: {
      summary: "Changes one's own password, on all sites where it is the same account's. All other logins end there, and this one gets a new cookie.", security,
      requestBody: { required: true, content: json({ type: "object", required: ["before", "password"], properties: { before: { type: "string" }, password } }, { before: "correct horse battery", password: "staple battery horse" }) },
      responses: {
        204: { description: "Changed." }, 400: problem("wrong_account", "The password is too short."), 401: refusals[401],
        422: problem("wrong_password", "This is not the password that you have."), 429: problem("too_many_tries", "Too many tries. Wait as many seconds as Retry-After says."),
      },
    },
  },
};
