/** What operators and their machines ask: alive, ready, how much, and what can be asked. */
import type { FastifyInstance } from "fastify";
import type { Feed } from "../feed/feed";
import type { PushFeed } from "../feed/pushFeed";
import type { Metrics } from "../metrics";
import type { Store } from "../store/store";
import { openApi } from "./openApi";
import { sendProblem } from "./problem";

export interface HealthRoutes {
  store: Store;
  feed: Feed;
  pushes: Pick<PushFeed, "size">;
  metrics: Metrics;
  now: () => number;
  /** The collector's public address. */
  url: string;
  /** Is the collector about to stop? */
  isStopping: () => boolean;
}

/** Since when the collector has obeyed the signal. */
const GPC_SINCE = "2026-11-26";

export function addHealthRoutes(server: FastifyInstance, { store, feed, pushes, metrics, now, url, isStopping }: HealthRoutes): void {
  server.get("/livez", async (_request, reply) => reply.header("cache-control", "no-store").send({ status: "alive" }));

  server.get("/readyz", async (_request, reply) => {
    const reason = isStopping() ? "The collector is stopping." : await store.check();
    if (reason !== undefined) return sendProblem(reply, { status: 503, error: "not_ready", message: reason });
    return reply.header("cache-control", "no-store").send({ status: "ready" });
  });

  server.get("/metrics", async (_request, reply) => {
    const { open, missing, settling, explained } = await store.gaps(now());
    const { waiting, dead } = await store.webhookCounts();
    const text = metrics.text({
      parley_sequence_gaps: open, parley_sequence_missing: missing, parley_sequence_gaps_settling: settling, parley_sequence_gaps_explained: explained,
      parley_stream_clients: feed.size(), parley_push_streams: pushes.size(), parley_webhook_waiting: waiting, parley_webhook_dead: dead,
    });
    return reply.type("text/plain; version=0.0.4; charset=utf-8").header("cache-control", "no-store").send(text);
  });

  server.get("/openapi.json", async () => openApi(url));
  // What the signal of Global Privacy Control is answered with: https://w3c.github.io/gpc/#gpc-support-representation
  server.get("/.well-known/gpc.json", async () => ({ gpc: true, lastUpdate: GPC_SINCE }));
  server.get("/robots.txt", async (_request, reply) => reply.type("text/plain; charset=utf-8").send("User-agent: *\nDisallow: /\n"));
}
