/** `GET /v1/pushes`: what the contact centre tells of a visitor's conversations, for the pages that this visitor has open. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ID_CHARS } from "../../protocol/limits";
import type { Pushes, Tellable } from "../../protocol/push";
import { isSameOrigin } from "../access/sameOrigin";
import { STREAM_HEADERS } from "../feed/line";
import type { PushFeed } from "../feed/pushFeed";
import { createPushStream } from "../feed/pushStream";
import { toPush } from "../feed/toPush";
import { originOf } from "../ingest/sender";
import type { Metrics } from "../metrics";
import type { Store } from "../store/store";
import { echoOrigin } from "./echoOrigin";
import { sendProblem } from "./problem";

export interface PushRoute {
  store: Pick<Store, "siteByKey" | "reports" | "rulePushes" | "standing">;
  pushes: PushFeed;
  metrics: Metrics;
  isAllowed: (origin: string, site?: string) => boolean;
  tellPages: Tellable[];
  now: () => number;
  /** The collector's own public origin. */
  own: string;
}

const foreign = { status: 403, error: "origin_not_allowed", message: "This origin may not ask this collector. If it is yours, add it to the allowed websites, in the console or in PE_ORIGINS." };
const unknownKey = { status: 401, error: "unknown_key", message: "The key is not known here. Use the key that the collector prints when it starts." };
const noVisitor = { status: 400, error: "wrong_query", message: "Ask with ?key=pk_…&visitor=… and the id that pe.session() gives." };
const tooMany = {
  visitor: { status: 429, error: "too_many_streams", message: "Too many pages of this visitor listen already. Ask with &poll=1." },
  all: { status: 503, error: "too_many_streams", message: "Too many pages listen already. Ask with &poll=1." },
};

export function addPushRoute(server: FastifyInstance, { store, pushes, metrics, isAllowed, tellPages, now, own }: PushRoute): void {
  const stream = createPushStream({ store, feed: pushes, tellPages, now, told: (count) => metrics.count("parley_pushes_total", { by: "stream" }, count) });
  // A page of the collector's own may keep quiet about where it is.
  const isWelcome = (request: FastifyRequest, site?: string) => {
    const origin = originOf(request.headers);
    return origin === undefined ? isSameOrigin(request, own) : isAllowed(origin, site);
  };

  // A HEAD would never end: the framework makes it from the GET, and streams have no length.
  server.get("/v1/pushes", { exposeHeadRoute: false }, async (request, reply) => {
    const { headers } = request;
    reply.header("cache-control", "no-store").header("cross-origin-resource-policy", "cross-origin");
    echoOrigin(headers.origin, reply);
    const { key, visitor, lastEventId, poll } = request.query as { [name: string]: unknown };
    const site = typeof key === "string" ? await store.siteByKey(key) : undefined;
    if (!isWelcome(request, site?.id)) return sendProblem(reply, foreign);
    if (!site) return sendProblem(reply, unknownKey);
    if (typeof visitor !== "string" || visitor === "" || visitor.length > ID_CHARS) return sendProblem(reply, noVisitor);
    const since = readNumber(headers["last-event-id"] ?? lastEventId);

    if (poll !== undefined || /^application\/json\b/i.test(headers.accept ?? "")) {
      const { n, reports } = await store.reports({ site: site.id, visitor, since, now: now() });
      if (reports.length) metrics.count("parley_pushes_total", { by: "poll" }, reports.length);
      const { pushes: rules } = await store.rulePushes({ site: site.id, visitor, now: now() });
      return { n, pushes: reports.map((report) => toPush(report, tellPages)), ...(rules.length && { rules }) } satisfies Pushes;
    }

    const leave = pushes.enter(site.id, visitor);
    if (typeof leave === "string") {
      metrics.count("parley_push_refused_total", { by: leave });
      return sendProblem(reply, tooMany[leave]);
    }
    reply.hijack();
    reply.raw.writeHead(200, { ...(reply.getHeaders() as { [name: string]: string }), ...STREAM_HEADERS });
    // An answer that waits behind another on one connection never hears that the connection is gone.
    await stream({ site: site.id, visitor, since, to: reply.raw, line: request.raw.socket, stopped: leave });
    return reply;
  });
}

/** A number of the log; whatever else a page may have kept is none. */
function readNumber(given: unknown): number | undefined {
  return typeof given === "string" && /^\d{1,15}$/.test(given) ? Number(given) : undefined;
}
