/** What servers report of conversations by the contact centre's own ids, and what servers and agents read of them. */
import type { FastifyInstance } from "fastify";
import type { Links } from "../../protocol/card";
import type { Caller, Guards } from "../access/callers";
import { clean } from "../ingest/clean";
import { parseJson } from "../ingest/body";
import { parseIdempotencyKey } from "../ingest/idempotency";
import { explainRefusal } from "../ingest/explainRefusal";
import type { TakeReport } from "../ingest/report";
import { BODY_BYTES, ID_CHARS } from "../../protocol/limits";
import { LISTED, OPEN_STATUSES, REPORTS, type OpenStatus, type Verb } from "../../protocol/report";
import type { Store } from "../store/store";
import { sendProblem } from "./problem";

export interface ConversationRoutes extends Guards {
  store: Pick<Store, "conversation" | "conversations" | "links">;
  takeReport: TakeReport;
  now: () => number;
}

const VERBS = Object.keys(REPORTS) as Verb[];
const STATUSES: readonly string[] = [...OPEN_STATUSES, "open"];

const noConversation = {
  status: 404,
  error: "unknown_conversation",
  message: "No conversation of that id has begun. Report it with POST /v1/conversations/{id}/start; GET /v1/conversations lists those that there are.",
};
const noVerb = {
  status: 404,
  error: "unknown_verb",
  message: `There is nothing at this address. Report with POST /v1/conversations/{id}/ and one of ${VERBS.join(", ")}; read with GET /v1/conversations/{id} or GET /v1/conversations.`,
};
const wrongKey = { status: 400, error: "wrong_idempotency_key", message: `An Idempotency-Key has 1 to ${ID_CHARS} characters of printable ASCII, in quotes if there is a comma or a quote among them; best a UUID of its own for each report.` };
const wrongReport = { status: 400, error: "wrong_report", message: 'A report is a JSON object, {"queue": "Sales"}, or nothing at all.' };
const wrongStatus = { status: 400, error: "wrong_query", message: `Ask for ?status= with one of ${STATUSES.join(", ")}, or without it for all.` };
const wrongLimit = { status: 400, error: "wrong_query", message: `Ask for ?limit= with a number from 1 to ${LISTED}.` };

export async function addConversationRoutes(parent: FastifyInstance, { store, takeReport, guarded, forServers, now }: ConversationRoutes): Promise<void> {
  const addRoutes = async (server: FastifyInstance) => {
    server.setNotFoundHandler((_request, reply) => sendProblem(reply, noVerb));
    server.removeAllContentTypeParsers();
    // Bytes, whatever they are called: whoever has the key may leave out the rest.
    server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    server.addHook("onRequest", async (request) => {
      // The framework refuses a name that is none before any parser is asked.
      if (request.mediaType === undefined) delete request.headers["content-type"];
    });
    const idOf = (params: unknown) => (params as { id: string }).id;
    const isId = (id: string) => id !== "" && id.length <= ID_CHARS && clean(id) === id;

    for (const verb of VERBS) {
      server.post(`/:id/${verb}`, { bodyLimit: BODY_BYTES }, forServers(async ({ site }, { params, headers, body: bytes }, reply) => {
        const conversation = idOf(params);
        if (!isId(conversation)) return sendProblem(reply, { status: 422, error: "wrong_conversation", message: explainRefusal("wrong_conversation", {}) });
        const named = parseIdempotencyKey(headers["idempotency-key"]);
        if (named === "wrong") return sendProblem(reply, wrongKey);
        const body = await readReport(bytes);
        if ("problem" in body) return sendProblem(reply, body.problem);
        const taken = await takeReport({ site, verb, conversation, body: body.report, key: named.key });
        return "problem" in taken ? sendProblem(reply, taken.problem) : reply.code(202).send(taken.reported);
      }));
    }

    /** @returns nothing for those that are not the caller's, as for those that are not there */
    const find = async ({ site, handles }: Caller, id: string) => {
      const card = await store.conversation({ site, id, now: now() });
      return card && (!handles || handles(card)) ? card : undefined;
    };

    server.get("/:id", guarded("cards.see", async (caller, { params }, reply) => (await find(caller, idOf(params))) ?? sendProblem(reply, noConversation)));

    server.get("/:id/links", guarded("cards.see", async (caller, { params }): Promise<Links> => {
      const { site, handles } = caller;
      if (!handles) return store.links({ site, id: idOf(params) });
      if (!(await find(caller, idOf(params)))) return { links: [], proposals: [] };
      const { links, proposals } = await store.links({ site, id: idOf(params) });
      return { links, proposals: proposals.filter(({ card }) => handles(card)) };
    }));

    server.get("", guarded("cards.see", async ({ site, handles }, { query }, reply) => {
      const { status, limit = `${LISTED}` } = query as { status?: unknown; limit?: unknown };
      if (status !== undefined && !(typeof status === "string" && STATUSES.includes(status))) return sendProblem(reply, wrongStatus);
      const most = typeof limit === "string" && /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
      if (most < 1 || most > LISTED) return sendProblem(reply, wrongLimit);
      return { conversations: await store.conversations({ site, status: status as OpenStatus | undefined, now: now(), limit: most, handles }) };
    }));
  };
  await parent.register(addRoutes, { prefix: "/v1/conversations" });
}

async function readReport(bytes: unknown): Promise<{ report: { [name: string]: unknown } } | { problem: Parameters<typeof sendProblem>[1] }> {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return { report: {} };
  const json = await parseJson(bytes);
  if ("refusal" in json) return { problem: json.refusal };
  const { value } = json;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { report: value as { [name: string]: unknown } } : { problem: wrongReport };
}
