/** `POST /v1/events`: the HTTP side of the one door. */
import type { FastifyInstance } from "fastify";
import { BODY_BYTES } from "../../protocol/limits";
import type { Ingest } from "../ingest/ingest";
import type { Metrics } from "../metrics";
import type { Places } from "../visits/places";
import { echoOrigin, echoOriginWithCookies } from "./echoOrigin";
import { sendProblem } from "./problem";

const PREFLIGHT_SECONDS = 7_200;

export interface EventsRoute {
  ingest: Ingest;
  metrics: Metrics;
  /** None without a database. */
  places: Places | undefined;
}

export async function addEventsRoute(parent: FastifyInstance, { ingest, metrics, places }: EventsRoute): Promise<void> {
  await parent.register(async (server) => {
    server.removeAllContentTypeParsers();
    // Bytes, whatever they are called: a browser may only send text/plain without asking first.
    server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

    server.addHook("onRequest", async (request, reply) => {
      const { headers } = request;
      // The framework refuses a name that is none before any parser is asked.
      if (request.mediaType === undefined) delete headers["content-type"];
      reply.header("cache-control", "no-store").header("cross-origin-resource-policy", "cross-origin");
      echoOriginWithCookies(headers.origin, reply);
    });
    server.addHook("onResponse", async (_request, reply) => metrics.count("parley_batches_total", { status: String(reply.statusCode) }));

    server.post("/v1/events", { bodyLimit: BODY_BYTES }, async (request, reply) => {
      const { headers, host } = request;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      // The address goes no further than this.
      const result = await ingest({ headers, host, body, ...(places && { place: () => places.find(request.ip) }) });
      if ("refusal" in result) return sendProblem(reply, result.refusal);
      if (result.cookie !== undefined) reply.header("set-cookie", result.cookie);
      return reply.code(202).send(result.answer);
    });
  });

  parent.options("/v1/events", async ({ headers }, reply) => {
    metrics.count("parley_preflights_total");
    echoOrigin(headers.origin, reply);
    reply.header("access-control-allow-methods", "POST").header("access-control-allow-headers", "content-type");
    return reply.code(204).header("access-control-max-age", String(PREFLIGHT_SECONDS)).send();
  });
}
