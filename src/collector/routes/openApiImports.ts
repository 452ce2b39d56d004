/** The part of the OpenAPI document that is about imports of contacts. */

const count = { type: "integer", minimum: 0 };
const text = { type: "string" };

export const ImportSchema = {
  type: "object",
  required: ["id", "state", "readBytes", "totalBytes", "created", "updated", "unchanged", "bad", "problems"],
  properties: {
    id: text,
    state: { enum: ["running", "done", "failed"] },
    readBytes: count, totalBytes: count, created: count, updated: count, unchanged: count, bad: count,
    problems: { type: "array", description: "The first of the bad rows.", items: { type: "object", required: ["line", "problem"], properties: { line: count, problem: text } } },
    notes: { type: "array", description: "What had to be guessed about the file.", items: text },
    reason: { ...text, description: "Why it failed, and what to do." },
  },
};

const security = [{ secretKey: [] }];
const json = (schema: object) => ({ "application/json": { schema } });
const problem = (description: string) => ({ description, content: json({ $ref: "#/components/schemas/Error" }) });
const parameters = [{ name: "id", in: "path", required: true, schema: text }];

export const importPaths = {
  "/v1/imports": {
    post: {
      summary: "Takes a CSV file of contacts as the body, and answers when all of it has arrived; it is read afterwards. The same file again changes nothing.",
      security,
      parameters: [{ name: "region", in: "query", description: "Whose numbering plan national phones follow: ISO 3166, two letters.", schema: text }],
      requestBody: { required: true, content: { "text/csv": { schema: text } } },
      responses: {
        202: { description: "Will be read.", content: json({ type: "object", required: ["id"], properties: { id: text } }) },
        400: problem("The region is none."),
        401: problem("The secret key is not known, or nobody is logged in."),
        403: problem("The request came from another website."),
        413: problem("The file is too large. Import it in parts."),
        415: problem("A form with a file in it. Send the bytes of the file."),
      },
    },
  },
  "/v1/imports/{id}": {
    get: {
      summary: "How far an import is.", security, parameters,
      responses: { 200: { description: "So far.", content: json({ $ref: "#/components/schemas/Import" }) }, 404: problem("There is no such import.") },
    },
  },
  "/v1/imports/{id}/report": {
    get: {
      summary: "All rows that were not taken, with line and problem. Kept for a day, or until the collector restarts.", security, parameters,
      responses: { 200: { description: "A CSV file.", content: { "text/csv": { schema: text } } }, 404: problem("There is no report.") },
    },
  },
};
