/** What consoles read: `GET /v1/stream`, `GET /v1/health` and `GET /v1/me`, for agents who are logged in. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Me } from "../../protocol/card";
import type { Health } from "../../protocol/health";
import type { Logins } from "../access/logins";
import { STREAM_HEADERS } from "../feed/line";
import { createStream, type StreamDependencies } from "../feed/sse";
import type { Login, Store } from "../store/store";
import { sendProblem } from "./problem";

/** Most sessions with a gap that a console gets. */
const GAP_SESSIONS = 50;
const CODES = ["Resolved", "Follow-up needed", "Sale", "Wrong number", "Spam"];

export interface StreamRoutes extends StreamDependencies {
  store: Store;
  logins: Logins;
}

export function addStreamRoutes(server: FastifyInstance, { store, feed, now, fed, logins }: StreamRoutes): void {
  const stream = createStream({ store, feed, now, ...(fed && { fed }) });
  const find = ({ headers }: FastifyRequest) => logins.find(headers.cookie);
  const guarded = (handle: (login: Login, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const login = await find(request);
      if (!login) return sendProblem(reply, { status: 401, error: "not_logged_in", message: "Log in to the console first." });
      reply.header("cache-control", "no-store");
      return handle(login, request, reply);
    };

  // A HEAD would never end: the framework makes it from the GET, and streams have no length.
  server.get("/v1/stream", { exposeHeadRoute: false }, guarded(async (login, request, reply) => {
    const { lastEventId } = request.query as { lastEventId?: unknown };
    const lastId = request.headers["last-event-id"] ?? lastEventId;
    reply.hijack();
    reply.raw.writeHead(200, STREAM_HEADERS);
    await stream({
      site: login.site,
      lastId: typeof lastId === "string" ? lastId : undefined,
      isWelcome: async () => (await find(request)) !== undefined,
      onLogout: (listener) => logins.onEnd(login, listener),
      to: reply.raw,
      // An answer that waits behind another on one connection never hears that the connection is gone.
      line: request.raw.socket,
    });
  }));

  server.get("/v1/health", guarded(async ({ site }) => (await store.health({ site, now: now(), limit: GAP_SESSIONS })) satisfies Health));

  server.get("/v1/me", guarded(async ({ agent, site: id }) => {
    const site = await store.siteById(id);
    return { agent, site: { name: site?.name ?? "", key: site?.key ?? "" }, codes: CODES } satisfies Me;
  }));
}
