/** What the OpenAPI document says of the figures of queues. */

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const ms = { type: "integer", description: "Milliseconds since 1970." };
const object = (properties: object, required = Object.keys(properties)) => ({ type: "object", required, properties });

const counts = {
  started: { ...count, description: "Conversations that began on the day. Those that agents begin count in nothing here." },
  answered: { ...count, description: "Those that an agent was connected with for the first time on the day." },
  abandoned: { ...count, description: "Those that the customer ended on the day, before anybody was connected." },
};
const live = object({
  waiting: count, connected: count, waitingSince: { ...ms, description: "Since when whoever waits longest has waited." },
  hour: { ...object({ answered: count, abandoned: count }), description: "Of the last hour." },
  agents: { ...count, description: "Agents who are free, where the contact centre tells: `queue.changed`." },
}, ["waiting", "connected", "hour"]);
const medianWaitMs = { type: "integer", description: "Until somebody was connected or the customer gave up." };
const figures = { ...counts, medianWaitMs, live: { ...live, description: "Only of today." } };

export const queueSchemas = {
  QueueReport: object({
    day: { ...text, description: "`YYYY-MM-DD`" }, zone: text, from: ms, until: ms, now: ms,
    all: object(figures, Object.keys(counts)),
    queues: { type: "array", items: object({ queue: { ...text, description: "The last queue of a conversation; it is absent where there was none." }, ...figures }, Object.keys(counts)) },
    quarters: { type: "array", items: object({ at: ms, ...counts, medianWaitMs }, ["at", ...Object.keys(counts)]), description: "The day by quarters of an hour: of all, or of the queue that was asked for." },
  }),
};

const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const problem = (description: string) => ({ description, content: json({ $ref: "#/components/schemas/Error" }) });
const security = [{ secretKey: [] }, { login: [] }];
const parameters = [
  { name: "day", in: "query", description: "A day by the clocks of the zone; today where it is left out.", schema: text, example: "2026-11-27" },
  { name: "zone", in: "query", description: "A time zone by its IANA name; UTC where it is left out.", schema: text, example: "Europe/Berlin" },
];
const queue = { name: "queue", in: "query", description: "Whose quarters of an hour are told, empty for those that were in none; all where it is left out.", schema: text, example: "Sales" };
const refusals = { 400: problem("No day, or a time zone that is not known."), 401: problem("The secret key is not known, or the login has ended."), 403: problem("The role may not see queues.") };
const file = { description: "A CSV file in UTF-8 with a byte order mark. A cell that a spreadsheet would take for a formula begins with an apostrophe.", content: { "text/csv": { schema: text } } };
const of = (more: object = {}) => ({ started: 3, answered: 2, abandoned: 1, medianWaitMs: 42_000, ...more });
const example = {
  day: "2026-11-27", zone: "Europe/Berlin", from: 1_795_734_000_000, until: 1_795_820_400_000, now: 1_795_777_200_000,
  all: of(), queues: [{ queue: "Sales", ...of({ live: { waiting: 1, connected: 2, waitingSince: 1_795_777_170_000, hour: { answered: 2, abandoned: 0 }, agents: 4 } }) }],
  quarters: [{ at: 1_795_734_000_000, started: 3, answered: 2, abandoned: 1 }],
};

export const queuePaths = {
  "/v1/queues/report": {
    get: { summary: "Who waited, was answered or gave up on a day, by queue and by quarter of an hour; of today how it is now.", security, parameters: [...parameters, queue], responses: { 200: { description: "The figures.", content: json({ $ref: "#/components/schemas/QueueReport" }, example) }, ...refusals } },
  },
  "/v1/queues/report.csv": {
    get: { summary: "The figures of a day, a line for each queue.", security, parameters, responses: { 200: file, ...refusals } },
  },
  "/v1/queues/conversations.csv": {
    get: { summary: "The conversations that began on a day, a line for each, of nobody by name but agents.", security, parameters, responses: { 200: file, ...refusals } },
  },
};
