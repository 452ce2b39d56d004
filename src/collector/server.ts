/** Puts the routes together into one HTTP server, with its limits against slow and hostile clients. */
import { createServer as createHttpServer } from "node:http";
import Fastify, { type FastifyInstance, type RouteOptions } from "fastify";
import { createAdmission } from "./access/admission";
import { createAdmitProvided } from "./access/admitProvided";
import { createGuards } from "./access/callers";
import { demandGuards } from "./access/demandGuards";
import { createLogins } from "./access/logins";
import { createMasking } from "./access/maskAnswers";
import { createProvider } from "./access/provider";
import { createPasswords } from "./access/passwords";
import { createThrottle } from "./access/throttle";
import { createTickets } from "./access/tickets";
import { createArrivals } from "./arrivals";
import { createAudited } from "./audit/audited";
import type { Config } from "./config";
import { createDeliver } from "./connectors/deliver";
import { createTallies } from "./connectors/tallies";
import { createDryRuns } from "./dryRuns/dryRuns";
import type { Feed } from "./feed/feed";
import { createPushFeed } from "./feed/pushFeed";
import { createImports } from "./imports/imports";
import { createIngest } from "./ingest/ingest";
import { createTakeReport } from "./ingest/report";
import { createTake } from "./ingest/take";
import { createVisitorCookies } from "./ingest/visitorCookie";
import type { Metrics } from "./metrics";
import { addAccountRoutes } from "./routes/accounts";
import { addAssetRoutes } from "./routes/assets";
import { addAuditRoutes } from "./routes/audit";
import { addConnectorRoutes } from "./routes/connectors";
import { addJourneyRoutes } from "./routes/journey";
import { addContactRoutes } from "./routes/contacts";
import { addConsoleRoutes } from "./routes/console";
import { addConversationRoutes } from "./routes/conversations";
import { addDeadline } from "./routes/deadline";
import { addDryRunRoutes } from "./routes/dryRuns";
import { addEventsRoute } from "./routes/events";
import { addHandoverRoutes } from "./routes/handover";
import { addHealthRoutes } from "./routes/health";
import { addIdentityRoutes } from "./routes/identity";
import { addImportRoutes } from "./routes/imports";
import { addKeyRoutes } from "./routes/keys";
import { addMeRoutes } from "./routes/me";
import { answerMalformed, answerProblems, answerUnreadable } from "./routes/problem";
import { addPushRoute } from "./routes/pushes";
import { addQueueRoutes } from "./routes/queues";
import { addRuleRoutes } from "./routes/rules";
import { addScoreRoutes } from "./routes/scores";
import { addSettingsRoutes } from "./routes/settings";
import { addSiteRoutes } from "./routes/sites";
import { addStreamRoutes } from "./routes/stream";
import { addWebhookRoutes } from "./routes/webhooks";
import type { LiveSettings } from "./settings/settings";
import type { Store } from "./store/store";
import type { Places } from "./visits/places";
import { createDeliver as createSend } from "./webhooks/deliver";
import { createGuard } from "./webhooks/guard";

/** A request gets this long to arrive. */
const REQUEST_MS = 15_000;
/** Node's own limit has no exceptions, so it is what the largest file gets. */
const FILE_MS = 3_600_000;
const HEADERS_MS = 10_000;
const IDLE_MS = 5_000;
/** How often Node looks for requests that take too long. */
const LOOK_MS = 2_000;
const FORM_BYTES = 4_000;
/** Longest part of an address: ids that are too long are told so by the route that they are for. */
const PARAMETER_CHARS = 10_000;

export interface ServerDependencies {
  store: Store;
  feed: Feed;
  metrics: Metrics;
  config: Config;
  settings: LiveSettings;
  now: () => number;
  /** Where visitors are, if the operator has a database that tells. */
  places?: Places | undefined;
  isStopping?: () => boolean;
  /** Takes what operators should hear of however little is logged: on the stream of errors, a line of JSON each. */
  warn?: (line: string) => void;
  /** Hears of every route that there is. */
  routed?: (route: RouteOptions) => void;
}

/** Makes the collector's server; the caller listens, or a test injects. */
export async function createServer({ store, feed, metrics, config, settings, now, places, isStopping = () => false, warn = console.error, routed = () => {} }: ServerDependencies): Promise<FastifyInstance> {
  const server: FastifyInstance = Fastify({
    bodyLimit: FORM_BYTES,
    routerOptions: { maxParamLength: PARAMETER_CHARS },
    requestTimeout: FILE_MS,
    keepAliveTimeout: IDLE_MS,
    // Whoever is still on the line while the collector stops is served: the framework's own refusal is one that no page can read.
    return503OnClosing: false,
    trustProxy: config.trustProxy.length ? config.trustProxy : false,
    logger: { level: config.log, serializers: { req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split("?")[0] }) } },
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerMalformed,
    serverFactory: (handle) =>
      createHttpServer({ requestTimeout: FILE_MS, headersTimeout: HEADERS_MS, keepAliveTimeout: IDLE_MS, connectionsCheckingInterval: LOOK_MS }, handle),
  });
  server.addHook("onRequest", async (_request, reply) => void reply.header("x-content-type-options", "nosniff"));
  demandGuards(server, routed);
  const masking = createMasking(server);
  addDeadline(server, REQUEST_MS);
  answerProblems(server);
  const audited = createAudited({ store, now });
  server.addHook("onSend", audited.finish);

  const { url } = config;
  const logins = createLogins({ store, now, secure: url.startsWith("https:") });
  const failed = (problem: unknown) => server.log.error({ err: problem }, "a commit failed");
  const { isAllowed } = settings;
  const arrivals = createArrivals({ store });
  const visitorCookies = createVisitorCookies({ store, days: config.cookieDays, now });
  const take = createTake({ store, metrics, visitorCookies, failed });
  const ingest = createIngest({ take, store, logins, now, warn, own: url, isAllowed, arrivals });

  const pushes = createPushFeed({ store, failed: (problem) => server.log.error({ err: problem }, "a page could not be told of a conversation") });
  // Before the server waits for answers to end: these would not.
  server.addHook("preClose", async () => pushes.close());
  const imports = await createImports({ store, folder: config.data, now, failed: (problem) => server.log.error({ err: problem }, "an import failed") });
  server.addHook("onClose", () => imports.close());

  await addEventsRoute(server, { ingest, metrics, places });
  await addHandoverRoutes(server, { store, visitorCookies, isAllowed, now });
  addPushRoute(server, { store, pushes, metrics, isAllowed, tellPages: config.tellPages, now, own: url });
  const guards = createGuards({ store, logins, audited, masking, own: url });
  addStreamRoutes(server, { store, feed, now, fed: metrics.fed, logins, settings, arrivals, ...guards });
  addJourneyRoutes(server, { store, ...guards });
  addContactRoutes(server, { store, now, ...guards });
  addIdentityRoutes(server, { store, now, ...guards });
  await addConversationRoutes(server, { store, takeReport: createTakeReport({ store, take, metrics, now }), now, ...guards });
  addSettingsRoutes(server, { store, settings, arrivals, now, url, ...guards });
  addKeyRoutes(server, { store, now, ...guards });
  addAuditRoutes(server, { store, ...guards });
  const guard = createGuard({ isIntranet: config.webhookIntranet });
  addWebhookRoutes(server, { store, guard, deliver: createSend({ guard, now }), now, ...guards });
  addRuleRoutes(server, { store, now, ...guards });
  const dryRuns = createDryRuns({ store, now, failed: (problem) => server.log.error({ err: problem }, "a dry run failed") });
  server.addHook("onClose", () => dryRuns.close());
  addDryRunRoutes(server, { dryRuns, ...guards });
  addScoreRoutes(server, { store, ...guards });
  addQueueRoutes(server, { store, now, ...guards });
  await addImportRoutes(server, { imports, ...guards });
  const tallies = createTallies(metrics);
  await addConnectorRoutes(server, { store, deliver: createDeliver({ store, take, tallies, now, own: url }), tallies, now, own: url, ...guards });
  const admission = createAdmission({ store, logins, passwords: createPasswords(), throttle: createThrottle({ store, now }), now });
  addSiteRoutes(server, { store, now, url, ...guards });
  addAccountRoutes(server, { store, logins, tickets: createTickets({ store, now, own: url }), now, ...guards });
  addMeRoutes(server, { store, logins, admission, ...guards });
  const providerFailed = (problem: unknown) => server.log.error({ err: problem }, "the identity provider let nobody in");
  const provider = config.provider && createProvider({ settings: config.provider, own: url, now, failed: providerFailed });
  const provided = provider && { provider, admit: createAdmitProvided({ store, logins, now }), failed: providerFailed };
  await addConsoleRoutes(server, { admission, provided, logins, audited, own: url });
  addAssetRoutes(server, { store, url });
  addHealthRoutes(server, { store, feed, pushes, metrics, now, url, isStopping });
  return server;
}
