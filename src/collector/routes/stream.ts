/** What consoles read: `GET /v1/stream`, `GET /v1/health` and `GET /v1/me`. */
import type { Me } from "../../protocol/card";
import type { Health } from "../../protocol/health";
import { permissionsOf } from "../../protocol/roles";
import type { Arrivals } from "../arrivals";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { Logins } from "../access/logins";
import { mask } from "../access/mask";
import { STREAM_HEADERS } from "../feed/line";
import { createStream, type StreamDependencies } from "../feed/sse";
import type { LiveSettings } from "../settings/settings";
import type { Store } from "../store/store";

/** Most sessions with a gap that a console gets. */
const GAP_SESSIONS = 50;

export interface StreamRoutes extends StreamDependencies, Pick<Guards, "guarded" | "forAgents"> {
  store: Store;
  logins: Logins;
  settings: Pick<LiveSettings, "of" | "onChange">;
  arrivals: Pick<Arrivals, "pages">;
}

export function addStreamRoutes(server: GuardedRoutes, { store, feed, now, fed, logins, settings, arrivals, guarded, forAgents }: StreamRoutes): void {
  const stream = createStream({ store, feed, now, onSettings: settings.onChange, ...(fed && { fed }) });

  // A HEAD would never end: the framework makes it from the GET, and streams have no length.
  server.get("/v1/stream", { exposeHeadRoute: false, config: { isWatch: true } }, guarded("cards.see", async ({ site, login, isMasked, handles }, request, reply) => {
    const { lastEventId } = request.query as { lastEventId?: unknown };
    const lastId = request.headers["last-event-id"] ?? lastEventId;
    reply.hijack();
    reply.raw.writeHead(200, STREAM_HEADERS);
    await stream({
      site,
      lastId: typeof lastId === "string" ? lastId : undefined,
      shown: (cards) => (isMasked ? mask(cards) : cards),
      handles,
      isWelcome: async () => login === undefined || logins.holds(login),
      ...(login && { onLogout: (listener: () => void) => logins.onEnd(login, listener) }),
      to: reply.raw,
      // An answer that waits behind another on one connection never hears that the connection is gone.
      line: request.raw.socket,
    });
  }));

  server.get("/v1/health", guarded("health.see", async ({ site }) => {
    const [figures, pages] = await Promise.all([store.health({ site, now: now(), limit: GAP_SESSIONS }), arrivals.pages(site)]);
    return { ...figures, pages } satisfies Health;
  }));

  server.get("/v1/me", forAgents(async ({ agent, site: id, login: { role, hash } }) => {
    const [site, first, sites] = await Promise.all([store.siteById(id), store.firstSite(), store.loginSites(hash)]);
    const { codes, queues } = settings.of(id);
    const allowed = permissionsOf(role).filter((permission) => permission !== "sites" || first?.id === id);
    return { agent, role, may: allowed, site: { name: site?.name ?? "", key: site?.key ?? "" }, ...(sites.length > 1 && { sites }), ...(first?.id !== id && { demo: false as const }), codes, queues } satisfies Me;
  }));
}
