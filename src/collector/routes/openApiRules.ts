/** The part of the OpenAPI document that is about rules. What a rule set may hold is told by docs/RULES.md, and checked by `POST /v1/rules/check`. */
import { RULE_DAYS, RULE_GROUP_DAYS, RULE_KINDS, RULE_SET_BYTES } from "../../protocol/ruleAnswers";

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const ms = { type: "integer", description: "Milliseconds since 1970." };
const list = (items: object) => ({ type: "array", items });
const shape = (properties: object, required = Object.keys(properties)) => ({ type: "object", required, properties });

const RuleSetSchema = {
  ...shape({ segments: list({ type: "object" }), outcomes: list({ type: "object" }), actionMaps: list({ type: "object" }), caps: { type: "object" } }, ["segments", "outcomes", "actionMaps"]),
  description: "Who visitors are like, what the site wants to happen, and what to do when about it: docs/RULES.md says what rules are made of.",
};
const version = { ...count, description: "Grows by one with each set that is saved." };
const by = { ...text, description: "The agent's name, `server`, or `file`." };
const problem = shape({ place: { ...text, description: "Where: `actionMaps[2].when.all[0].field`." }, message: text });

const rate = { type: "number", minimum: 0, maximum: 1 };
const share = { ...shape({ count, of: count, rate, low: rate, high: rate }, ["count", "of"]), description: "So many of so many; the true rate lies between `low` and `high` with a confidence of 95 %." };
const group = shape({ persons: count, talked: { ...share, description: `Had a conversation that was connected, within ${RULE_GROUP_DAYS} days.` }, outcomes: list(shape({ outcome: text, name: text, persons: share, value: { type: "number" } })) });
const reasons = { type: "object", additionalProperties: count, description: "How often, by reason." };
const MapReportSchema = shape({
  map: text, name: text, type: { enum: ["chat", "messaging", "content", "webhook", "tag"] }, qualified: count, blocked: reasons,
  offered: share, expired: share, failed: share, accepted: share, declined: share, ignored: share, engaged: share,
  acted: { ...group, description: "Whom it acted for." }, reached: { ...group, description: "And those for whom schedule, caps and the like forbade it: who may be compared with the control group." }, control: group,
});

const tally = shape({ times: count, persons: count, sessions: count, byDay: { ...list(count), description: "`times` by day of 24 hours, oldest first." }, blocked: reasons }, ["times", "persons", "sessions", "byDay"]);
const DryRunSchema = shape({
  id: text, state: { enum: ["running", "done", "failed", "cancelled"] }, progress: { type: "number", minimum: 0, maximum: 1 }, days: count, from: ms, until: ms,
  persons: { ...count, description: "So many were replayed so far." }, events: count, reason: { ...text, description: "Why it failed." },
  rules: {
    ...list(shape({
      kind: { enum: [...RULE_KINDS] }, id: text, name: text,
      would: { ...tally, description: "What it would have done. Missing of a rule that the set does not have." }, did: { ...tally, description: "What the rules that ran have done in that time under its id." },
      examples: list(shape({ session: text, at: ms, journey: { ...text, description: "Address of the visit's journey." } })),
    }, ["kind", "id", "name", "did", "examples"])),
    description: "Once it is done.",
  },
}, ["id", "state", "progress", "days", "from", "until", "persons", "events"]);

export const ruleSchemas = {
  RuleSet: RuleSetSchema,
  SavedRules: shape({ version, set: { $ref: "#/components/schemas/RuleSet" }, at: ms, by }),
  RulesVersion: shape({ version, at: ms, by, segments: count, outcomes: count, actionMaps: count }),
  RuleProblem: problem,
  MapReport: MapReportSchema,
  DryRun: DryRunSchema,
};

const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const refusal = (description: string) => ({ description, content: json(ref("Error")) });
const done = (description: string, schema: object, example?: object) => ({ description, content: json(schema, example) });
const noCaller = refusal("The secret key is not known, or nobody is logged in.");
const foreign = refusal("The request came from another website.");
const tooLarge = refusal(`A set may have ${RULE_SET_BYTES / 1_000_000} MB.`);
const read = [{ secretKey: [] }, { login: [] }];

const set = {
  segments: [{ id: "shopper", name: "Looks at prices", of: "session", color: "#2266cc", when: { event: "page.viewed", where: { field: "path", is: "startsWith", value: "/pricing" } } }],
  outcomes: [], actionMaps: [],
};
const saved = { version: 7, set, at: 1_790_000_000_000, by: "Dana" };
const request = { required: true, content: json(ref("RuleSet"), set) };
const tag = { etag: { description: "The version, in quotes.", schema: text } };

const dryRunId = { name: "id", in: "path", required: true, schema: text };

export const rulePaths = {
  "/v1/rules": {
    get: {
      summary: "The rules that run. Before any were saved, version 0 of an empty set.", security: read,
      responses: { 200: { ...done("With the version as ETag.", ref("SavedRules"), saved), headers: tag }, 401: noCaller },
    },
    put: {
      summary: "Makes a set the running one. One that is not sound changes nothing.", security: read,
      parameters: [
        { name: "If-Match", in: "header", description: "The version that was changed, as its ETag. Without it, and without `version`, whatever runs is replaced.", schema: text, example: '"6"' },
        { name: "version", in: "query", description: "The same, for who can send no header.", schema: count, example: 6 },
      ],
      requestBody: request,
      responses: {
        200: { ...done("It runs.", ref("SavedRules"), saved), headers: tag },
        400: refusal("The version cannot be read."), 401: noCaller, 403: foreign, 412: refusal("Another version runs by now."), 413: tooLarge,
        422: done("Nothing was saved.", { allOf: [ref("Error"), shape({ problems: list(ref("RuleProblem")) })] }, { error: "wrong_rules", message: "The rules were not saved.", problems: [{ place: "segments[0].color", message: "A colour is written #rrggbb." }] }),
      },
    },
  },
  "/v1/rules/check": {
    post: {
      summary: "Says what is wrong with a set. Changes nothing.", security: read, requestBody: request,
      responses: { 200: done("Nothing is wrong where the list is empty.", shape({ problems: list(ref("RuleProblem")) }), { problems: [] }), 401: noCaller, 403: foreign, 413: tooLarge },
    },
  },
  "/v1/rules/versions": {
    get: {
      summary: "The sets that were saved, newest first: the last hundred.", security: read,
      responses: { 200: done("With how many rules each has.", shape({ versions: list(ref("RulesVersion")) }), { versions: [{ version: 7, at: 1_790_000_000_000, by: "Dana", segments: 1, outcomes: 0, actionMaps: 0 }] }), 401: noCaller },
    },
  },
  "/v1/rules/versions/{version}": {
    get: {
      summary: "One of them, whole. Put it again to return to it.", security: read,
      parameters: [{ name: "version", in: "path", required: true, schema: count, example: 7 }],
      responses: { 200: { ...done("As it was saved.", ref("SavedRules"), saved), headers: tag }, 401: noCaller, 404: refusal("There is none, or it is too old to be kept.") },
    },
  },
  "/v1/rules/dry-run": {
    post: {
      summary: "Tries a set on the last days: what it would have done, rule by rule. Changes nothing; of each site one runs at a time.", security: read,
      requestBody: { required: true, content: json(shape({ set: ref("RuleSet"), days: { type: "integer", minimum: 1, maximum: RULE_DAYS } }), { set, days: 7 }) },
      responses: {
        202: done("It has begun.", shape({ id: text }), { id: "0190a1b2-0000-7000-8000-00000001e240" }), 400: refusal("The set or the days are missing."), 401: noCaller, 403: foreign, 409: refusal("Another one is under way."), 413: tooLarge,
        422: done("The set is not sound.", { allOf: [ref("Error"), shape({ problems: list(ref("RuleProblem")) })] }),
      },
    },
  },
  "/v1/rules/dry-run/{id}": {
    get: {
      summary: "How far it is, and once it is done what came of it.", security: read, parameters: [dryRunId],
      responses: { 200: done("So far.", ref("DryRun"), { id: "0190a1b2-0000-7000-8000-00000001e240", state: "running", progress: 0.4, days: 7, from: 1_789_395_200_000, until: 1_790_000_000_000, persons: 812, events: 20_541 }), 401: noCaller, 404: refusal("There is none of that id.") },
    },
    delete: { summary: "Ends it, where it is under way.", security: read, parameters: [dryRunId], responses: { 204: { description: "It runs no more." }, 401: noCaller, 403: foreign, 404: refusal("There is none of that id.") } },
  },
  "/v1/rules/report": {
    get: {
      summary: "What became of each action map: how far its offers came, why it did not act, and what people did afterwards, beside the control group.", security: read,
      parameters: [{ name: "days", in: "query", description: "How far to look back.", schema: { type: "integer", minimum: 1, maximum: RULE_DAYS, default: 30 }, example: 7 }],
      responses: { 200: done("Most qualified first.", shape({ days: count, from: ms, until: ms, maps: list(ref("MapReport")) }), { days: 7, from: 1_789_395_200_000, until: 1_790_000_000_000, maps: [] }), 400: refusal("That many days cannot be looked back."), 401: noCaller },
    },
  },
};
