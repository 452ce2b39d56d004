/** The part of the OpenAPI document that is about the audit log. */
import { Type } from "@sinclair/typebox";
import { AUDIT_ROWS } from "../../protocol/audit";

const text = Type.String();
const hash = Type.String({ pattern: "^[0-9a-f]{32}$" });
const count = Type.Integer({ minimum: 0 });

export const auditSchemas = {
  AuditRow: Type.Object({
    n: Type.Integer({ minimum: 1, description: "From 1 on, without gaps." }), at: count,
    who: Type.String({ description: "The agent's name, `server`, or `nobody`; of a login that failed, whose account was tried." }), role: Type.Optional(Type.String({ description: "Whoever was not let in has none." })),
    what: Type.String({ description: "Method and route." }), object: Type.Optional(Type.String({ description: "An id, or a keyed hash of what was searched for." })), status: count,
    times: Type.Optional(Type.Integer({ minimum: 1, description: "How many it stands for: logins that failed after another one in the same quarter of an hour." })),
    before: Type.Optional(hash), after: Type.Optional(hash), ip: Type.Optional(text),
    hash: Type.String({ description: "Keyed, of the row and the hash of the row before." }),
  }),
};

const security = [{ secretKey: [] }, { login: [] }];
const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const problem = (description: string) => ({ description, content: json({ $ref: "#/components/schemas/Error" }) });
const query = (name: string, description: string) => ({ name, in: "query", description, schema: text });
const noLogin = problem("Neither a secret key nor a login.");
const sample = "9f86d081884c7d659a2feaa0c55ad015";
const row = { n: 2, at: 1_790_000_000_000, who: "Dana", role: "admin", what: "PATCH /v1/contacts/:id", object: "01a0c446-8c00-7000-8000-0000000a1b2c", status: 200, before: sample, after: sample, ip: "203.0.113.7", hash: sample };

export const auditPaths = {
  "/v1/audit": {
    get: {
      summary: "Who did what, and who read what of people, newest first.", security,
      parameters: [
        query("before", "Number of a row: only those before it."), query("limit", `Most rows of the answer, up to ${AUDIT_ROWS}; 50 without it.`), query("who", "Only what this agent, or `server`, did."),
        query("object", "Only what was done to this."), query("kind", "Only `changes`, `reads`, or `failures` to log in."),
      ],
      responses: {
        200: { description: "The rows, and in `before` where the next page begins.", content: json(Type.Object({ rows: Type.Array(Type.Unsafe({ $ref: "#/components/schemas/AuditRow" })), before: Type.Optional(count) }), { rows: [row], before: 2 }) },
        400: problem("The query is not right."), 401: noLogin,
      },
    },
  },
  "/v1/audit/check": {
    get: {
      summary: "Walks over the whole log and says whether each row is as it was written.", security,
      responses: {
        200: {
          description: "`holds`, or the first row that is changed or missing.",
          content: json(Type.Object({ holds: Type.Boolean(), rows: count, broken: Type.Optional(Type.Object({ n: count, why: Type.Unsafe<string>({ enum: ["changed", "missing"] }) })), hash: Type.Optional(hash) }), { holds: true, rows: 2, hash: sample }),
        },
        401: noLogin,
      },
    },
  },
};
