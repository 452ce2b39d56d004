/** Starts the collector. The composition root: it alone reads the environment, and nobody imports it. */
import { createAlarm } from "./alarm";
import { parseConfig } from "./config";
import { createFeed } from "./feed/feed";
import { createMetrics } from "./metrics";
import { createRetention } from "./retention";
import { createRuleFile } from "./ruleFile";
import { scoredOutcomes } from "./scoring/outcomes";
import { createScoring, type Scoring } from "./scoring/scoring";
import { createServer } from "./server";
import { createSettings } from "./settings/settings";
import { findOrCreateSite, greet } from "./site";
import { explain, openDatabase } from "./store/open";
import { isSealed } from "./store/openVault";
import { createSqliteStore } from "./store/sqlite";
import type { Recognised } from "./store/store";
import { readMasterKeys } from "./vault/masterKeys";
import { openPlaces } from "./visits/places";
import { createCourier } from "./webhooks/courier";
import { createDeliver } from "./webhooks/deliver";
import { createGuard } from "./webhooks/guard";

const DRAIN_MS = 10_000;

const refuse = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const read = parseConfig(process.env);
const config = "problems" in read ? refuse(read.problems.join("\n")) : read.config;
const now = Date.now;
let stopping = false;
let scoring: Scoring | undefined;

const metrics = createMetrics();
const foldFailed = (problem: unknown) => {
  metrics.count("parley_fold_failed_total");
  server.log.error({ err: problem }, "an event was kept but not folded");
};
const recognised = ({ by, result }: Recognised) => metrics.count("parley_recognised_total", { by, result });
const placesFailed = (problem: unknown) => server.log.error({ err: problem }, "the file that PE_GEO names was replaced by one that is no use; the old one stays");
const places = config.geo === undefined ? undefined : await openPlaces({ file: config.geo, failed: placesFailed }).catch((problem: Error) =>
  refuse(`The file ${config.geo}, which PE_GEO names, cannot be used. ${problem.message}`));
const open = async () => {
  const database = await openDatabase(config.data);
  const masterKeys = readMasterKeys({ given: config.masterKey, folder: config.data, isSealed: isSealed(database) });
  const store = createSqliteStore({ database, masterKeys, committed: metrics.committed, foldFailed, recognised, scoresOf: (site, features) => scoring?.scoresOf(site, features) ?? {}, now });
  // Part of opening: a damaged file may open well, and fail when it is first read.
  return { store, found: await findOrCreateSite(store, { name: config.site, now: now() }) };
};
const { store, found } = await open().catch((problem: unknown) =>
  refuse(`The data folder ${config.data}, which PE_DATA names, cannot be used. ${explain(problem, config.data).message}`));
const feed = createFeed(store);
const settings = await createSettings({ store, config });
const server = await createServer({ store, feed, metrics, config, settings, now, places, isStopping: () => stopping });

const retention = createRetention({ store, keep: settings.of, now, failed: (problem) => server.log.error({ err: problem }, "what is too old could not be taken away") });
const alarm = createAlarm({ store, now, failed: (problem) => server.log.error({ err: problem }, "rules could not look again") });
scoring = createScoring({ store, outcomes: async () => scoredOutcomes(await store.allRules()), now, failed: (problem) => server.log.error({ err: problem }, "how likely an outcome is could not be learned") });
store.onRules(() => void scoring?.run());
const courier = createCourier({
  store, now,
  deliver: createDeliver({ guard: createGuard({ isIntranet: config.webhookIntranet }), now }),
  told: (result) => metrics.count("parley_webhook_total", { result }),
  failed: (problem) => server.log.error({ err: problem }, "webhooks could not be told"),
});

const ruleFile = config.rules === undefined ? undefined : createRuleFile({ path: config.rules, site: found.site.id, store, now, told: console.log, warn: console.error });
// Before anybody is served by those from before.
await ruleFile?.read();
if (ruleFile) process.on("SIGHUP", () => void ruleFile.read());

const stop = async () => {
  if (stopping) process.exit(1);
  stopping = true;
  setTimeout(() => process.exit(1), DRAIN_MS).unref();
  feed.close();
  await server.close();
  await alarm.stop();
  await scoring?.stop();
  places?.close();
  await retention.stop();
  await courier.stop();
  await ruleFile?.stop();
  await store.close();
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

await server.listen({ port: config.port, host: config.host }).catch((problem: NodeJS.ErrnoException) => {
  const advice = problem.code === "EADDRINUSE" ? "Something else uses it: set PORT to a free one." : problem.message;
  refuse(`Port ${config.port} of ${config.host} cannot be opened. ${advice}`);
});
retention.start();
alarm.start();
await scoring.start();
courier.start();
ruleFile?.start();
console.log(await greet({ store, config, now, ...found }));
