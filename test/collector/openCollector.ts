/** A whole collector on a real database in a folder of its own, without a port unless a test listens. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FastifyInstance, LightMyRequestResponse, RouteOptions } from "fastify";
import { parseConfig } from "../../src/collector/config";
import { createFeed } from "../../src/collector/feed/feed";
import { createMetrics } from "../../src/collector/metrics";
import { createServer } from "../../src/collector/server";
import { createSettings } from "../../src/collector/settings/settings";
import { findOrCreateSite } from "../../src/collector/site";
import { openDatabase } from "../../src/collector/store/open";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import { readMasterKeys } from "../../src/collector/vault/masterKeys";
import { openPlaces } from "../../src/collector/visits/places";
import type { Site, Store } from "../../src/collector/store/store";
import { createLogins } from "../../src/collector/access/logins";
import type { Batch, WireEvent } from "../../src/protocol/event";
import { createId } from "../../src/protocol/id";
import type { Role } from "../../src/protocol/roles";

export const NOW = Date.UTC(2026, 10, 20, 12);
export const ORIGIN = "http://localhost:3000";

export interface Collector {
  server: FastifyInstance;
  store: Store;
  site: Site;
  secret: string;
  folder: string;
  /** The clock, which a test may move. */
  clock: { now: number };
  /** What operators were told of refusals, line by line. */
  warnings: string[];
  /** Every route that the server has. */
  routes: RouteOptions[];
  batch(events: unknown[], more?: object): string;
  post(body: string | Buffer, headers?: { [name: string]: string | string[] }): Promise<LightMyRequestResponse>;
  events(): Promise<{ id: string; type: string; at: number; data: string; source: string; url: string | null }[]>;
  /** A cookie of somebody who is logged in; an admin unless another role is named. */
  cookie(agent?: string, role?: Role): Promise<string>;
  /** Ends it and leaves its files. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function openCollector(environment: { [name: string]: string } = {}, wrap = (store: Store) => store): Promise<Collector> {
  // Named, it is another's that has stopped.
  const folder = environment.PE_DATA ?? mkdtempSync(path.join(tmpdir(), "parley-"));
  const read = parseConfig({ PE_DATA: folder, ...environment });
  if ("problems" in read) throw new Error(read.problems.join("\n"));
  const { config } = read;
  const clock = { now: NOW };
  const now = () => clock.now;
  const warnings: string[] = [];
  const routes: RouteOptions[] = [];
  const metrics = createMetrics();
  const database = await openDatabase(folder);
  const store = wrap(createSqliteStore({ database, masterKeys: readMasterKeys({ given: config.masterKey, folder }), committed: metrics.committed, foldFailed: () => metrics.count("parley_fold_failed_total"), recognised: ({ by, result }) => metrics.count("parley_recognised_total", { by, result }), now }));
  const feed = createFeed(store);
  const places = config.geo === undefined ? undefined : await openPlaces({ file: config.geo, failed: (problem) => warnings.push(String(problem)) });
  const server = await createServer({ store, feed, metrics, config, settings: await createSettings({ store, config }), now, places, warn: (line) => warnings.push(line), routed: (route) => routes.push(route) });
  server.log.level = "silent";
  const { site, secret = "" } = await findOrCreateSite(store, { name: config.site, now: now() });
  const logins = createLogins({ store, now, secure: false });

  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    feed.close();
    await server.close();
    places?.close();
    await store.close();
  };

  return {
    server, store, site, secret, folder, clock, warnings, routes,
    batch: (events, more = {}) => JSON.stringify({ v: 1, key: site.key, batch: "b1", sentAt: clock.now, visitor: "v1", events, ...more } satisfies Omit<Batch, "events"> & { events: unknown[] }),
    post: (payload, headers = {}) =>
      server.inject({ method: "POST", url: "/v1/events", payload, headers: { origin: ORIGIN, "content-type": "text/plain;charset=UTF-8", ...headers } }),
    events: async () => database.prepare("SELECT id, type, at, data, source, url FROM events ORDER BY n").all() as Awaited<ReturnType<Collector["events"]>>,
    async cookie(agent = "Ada Byron", role: Role = "admin") {
      const known = (await store.accounts(site.id)).find(({ name }) => name === agent);
      // No password: how one gets in by it is tested where that is.
      const account = known ?? { id: createId(now()), site: site.id, name: agent, email: `${agent.replace(/\W+/g, ".").toLowerCase()}@example.com`, role, active: true, createdAt: now() };
      if (!known) await store.addAccount(account);
      return (await logins.begin(account.id, undefined)).split(";")[0]!;
    },
    stop,
    async close() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

let made = 0;
/** An event that is in order, unless the test says otherwise. */
export function anEvent(more: Partial<WireEvent> = {}): WireEvent {
  return { id: `e${++made}`, type: "order_completed", at: NOW - 1_000, ...more };
}
