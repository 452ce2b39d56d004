/** Where servers and admins say whom to tell what happens, see how that goes, and have what was given up told again. */
import type { FastifyReply } from "fastify";
import { createId } from "../../protocol/id";
import { BATCH_EVENTS, ID_CHARS } from "../../protocol/limits";
import type { Guard as AccessGuard } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { Store } from "../store/store";
import type { ToldEvent, Webhook, WebhookState } from "../store/webhookStore";
import type { Deliver } from "../webhooks/deliver";
import type { Guard } from "../webhooks/guard";
import { toMessage } from "../webhooks/message";
import { parseChange, parseWebhook } from "../webhooks/parseWebhook";
import { say } from "../webhooks/say";
import { judge } from "../webhooks/schedule";
import { createSecret, rotate } from "../webhooks/sign";
import { sendProblem } from "./problem";

/** Most dead letters of one answer. */
const DEAD = 100;
/** Types, an address, or ids to replay. */
const REQUEST_BYTES = 60_000;

export interface WebhookRoutes {
  store: Store;
  /** Judges addresses. */
  guard: Guard;
  deliver: Deliver;
  guarded: AccessGuard;
  now: () => number;
}

const noWebhook = { status: 404, error: "unknown_webhook", message: "There is no webhook of that id. GET /v1/webhooks lists them." };
const tooMany = { status: 409, error: "too_many_webhooks", message: "The site has as many webhooks as it may. Delete one first." };

export function addWebhookRoutes(server: GuardedRoutes, { store, guard, deliver, guarded, now }: WebhookRoutes): void {
  const wrong = (reply: FastifyReply, message: string) => sendProblem(reply, { status: 400, error: "wrong_webhook", message });
  const options = { bodyLimit: REQUEST_BYTES };
  const idOf = (params: unknown) => (params as { id: string }).id;

  server.post("/v1/webhooks", options, guarded("webhooks", async ({ site }, { body }, reply) => {
    const asked = parseWebhook(body, guard);
    if ("problem" in asked) return wrong(reply, asked.problem);
    const secret = createSecret();
    const webhook: Webhook = { site, id: createId(now()), ...asked, active: true, createdAt: now(), quietUntil: 0, secrets: [secret] };
    if (!(await store.addWebhook(webhook))) return sendProblem(reply, tooMany);
    return reply.code(201).send({ ...shown(webhook), secret: secret.secret });
  }));

  server.get("/v1/webhooks", guarded("webhooks", async ({ site }) => ({ webhooks: (await store.webhooks(site)).map(shownState) })));

  server.patch("/v1/webhooks/:id", options, guarded("webhooks", async ({ site }, { params, body }, reply) => {
    const change = parseChange(body);
    if ("problem" in change) return wrong(reply, change.problem);
    const webhook = await store.changeWebhook({ site, id: idOf(params) }, change);
    return webhook ? shown(webhook) : sendProblem(reply, noWebhook);
  }));

  server.delete("/v1/webhooks/:id", guarded("webhooks", async ({ site }, { params }, reply) => {
    if (await store.removeWebhook({ site, id: idOf(params) })) return reply.code(204).send();
    return sendProblem(reply, noWebhook);
  }));

  server.post("/v1/webhooks/:id/rotate", guarded("webhooks", async ({ site }, { params }, reply) => {
    const which = { site, id: idOf(params) };
    const known = await store.webhook(which);
    const secrets = rotate(known?.secrets ?? [], now());
    const webhook = known && (await store.changeWebhook(which, { secrets }));
    if (!webhook) return sendProblem(reply, noWebhook);
    return { ...shown(webhook), secret: secrets[0]?.secret, alsoSignsUntil: secrets[1]?.until };
  }));

  server.post("/v1/webhooks/:id/test", guarded("webhooks", async ({ site }, { params }, reply) => {
    const webhook = await store.webhook({ site, id: idOf(params) });
    if (!webhook) return sendProblem(reply, noWebhook);
    const at = now();
    const event: ToldEvent = { site, id: createId(at), type: "webhook.tested", at, received: at, source: "server", data: {} };
    const attempt = await deliver(toMessage(webhook, event, at));
    const { result } = judge({ attempt, attempts: 1, now: now(), random: 0 });
    return { delivered: result === "delivered", ...("status" in attempt && { status: attempt.status }), result: say(attempt) };
  }));

  server.get("/v1/webhooks/:id/dead", guarded("webhooks", async ({ site }, { params, query }, reply) => {
    const which = { site, id: idOf(params) };
    const { cursor } = query as { cursor?: unknown };
    const before = Number(cursor ?? Number.MAX_SAFE_INTEGER);
    if (!Number.isSafeInteger(before)) return wrong(reply, "The cursor is the one of the page before.");
    if (!(await store.webhook(which))) return sendProblem(reply, noWebhook);
    const found = await store.deadLetters({ ...which, before, limit: DEAD + 1 });
    const page = found.slice(0, DEAD);
    return { dead: page.map(({ n: _n, ...letter }) => letter), ...(found.length > DEAD && { cursor: String(page.at(-1)?.n) }) };
  }));

  server.post("/v1/webhooks/:id/replay", options, guarded("webhooks", async ({ site }, { params, body }, reply) => {
    const which = { site, id: idOf(params) };
    const asked = readReplay(body);
    if (!asked) return wrong(reply, `Send nothing for all that was given up, {"ids": […]} with at most ${BATCH_EVENTS} ids of events, or {"since": …} in milliseconds since 1970.`);
    if (!(await store.webhook(which))) return sendProblem(reply, noWebhook);
    return reply.code(202).send({ replayed: await store.replay({ ...which, ...asked, now: now() }) });
  }));
}

function readReplay(body: unknown): { events?: string[]; since?: number } | undefined {
  if (body !== undefined && body !== null && (typeof body !== "object" || Array.isArray(body))) return undefined;
  const { ids, since, ...others } = (body ?? {}) as { ids?: unknown; since?: unknown };
  if (Object.keys(others).length || (ids !== undefined && since !== undefined)) return undefined;
  if (since !== undefined) return typeof since === "number" && Number.isFinite(since) ? { since } : undefined;
  if (ids === undefined) return {};
  const isSound = Array.isArray(ids) && ids.length <= BATCH_EVENTS && ids.every((id) => typeof id === "string" && id.length <= ID_CHARS);
  return isSound ? { events: ids as string[] } : undefined;
}

/** What may be read again: of secrets nothing. */
function shown({ id, url, types, personal, active, reason, createdAt }: Webhook): object {
  return { id, url, types, personal, active, ...(reason !== undefined && { reason }), createdAt };
}

function shownState(state: WebhookState): object {
  const { waiting, dead, behind, quietUntil, last } = state;
  return { ...shown(state), waiting, dead, behind, ...(quietUntil && { quietUntil }), ...(last && { last }) };
}
