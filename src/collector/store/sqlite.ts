/** The embedded store: one SQLite file, one writer, an answer only after the flush to disk. */
import { createHash } from "node:crypto";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { MasterKey } from "../vault/masterKeys";
import { createAccess } from "./access";
import { createAudit } from "./audit";
import { createAuditState } from "./auditStates";
import { carryOver } from "./carryOver";
import { createCommit } from "./commit";
import { createConnectorRows, createConnectors } from "./connectors";
import { createContactStore } from "./contactStore";
import { createCorrelation } from "./correlation";
import { createHandovers } from "./handovers";
import { createHealth } from "./health";
import { createImportRecords } from "./imports";
import { createKeys } from "./keys";
import type { ScoresOf } from "./likelihood";
import { createJourneys } from "./journeys";
import { createLoginTries } from "./loginTries";
import { createLog, type Item } from "./log";
import { createNotes } from "./notes";
import { closeDatabase } from "./open";
import { openVault } from "./openVault";
import { createReading } from "./reading";
import { createRecognition } from "./recognition";
import { createRegistry } from "./registry";
import { createReporting } from "./reporting";
import { createRuleHistory } from "./ruleHistory";
import { createRuleSets } from "./ruleSets";
import { createRulePushes } from "./rulePushes";
import { createRuleStates } from "./ruleStates";
import { createRunning } from "./running";
import { createScores } from "./scores";
import { createSettingsStore } from "./settings";
import { createSettling } from "./settling";
import { tellStatistics } from "./statistics";
import type { Cards, LoggedEvent, Recognised, Store, Stored } from "./store";
import { createWaits } from "./waits";
import { createWebhooks } from "./webhooks";
import type { Changed } from "./workingStates";

export interface SqliteDependencies {
  database: DatabaseSyncInstance;
  /** What seals people's data; the first for what is new. */
  masterKeys: MasterKey[];
  /** Hears how many seconds a commit took. */
  committed?: (seconds: number) => void;
  foldFailed?: (problem: unknown) => void;
  /** Hears what became of visitors who came with a cookie or a token of another. */
  recognised?: (recognised: Recognised) => void;
  /** How likely outcomes are, by what was learned of the site's visits. */
  scoresOf?: ScoresOf;
  now?: () => number;
}

/**
 * Makes the store on a database that `openDatabase` has opened.
 *
 * @throws an `Error` whose message says what to do, when a master key is missing
 */
export function createSqliteStore({ database, masterKeys, committed = () => {}, foldFailed = () => {}, recognised = () => {}, scoresOf = () => ({}), now = Date.now }: SqliteDependencies): Store {
  tellStatistics(database);
  const vault = openVault(database, masterKeys);
  const registry = createRegistry(database, vault);
  carryOver(registry);
  const recognition = createRecognition(registry, recognised);
  const handovers = createHandovers(vault);
  const { current, ...ruleSets } = createRuleSets(database, foldFailed);
  const running = createRunning(current);
  ruleSets.onRules(running.forget);
  const write = createLog({ registry, recognition, running, scoresOf, foldFailed });
  const reading = createReading(database, vault);
  const journey = createJourneys(database, vault);
  const notes = createNotes(registry);
  const correlation = createCorrelation(database);
  const health = createHealth(database, vault);
  const reporting = createReporting(registry, recognition);
  const rulePushes = createRulePushes(database, running, recognition);
  const { nextDue } = createRuleStates(database);
  const fingerprint = (site: string, text: string) => vault.blind(site, "fingerprint", createHash("sha256").update(text).digest("hex")).toString("hex");
  const connectors = createConnectorRows(database, vault);
  const { flush: flushAudit, ...audit } = createAudit({ database, vault, stateOf: createAuditState({ registry, ruleSets: { current }, connectors }), fingerprint, now });
  const { grown, flush, ...webhooks } = createWebhooks({ registry, reading, now });
  const listeners = new Set<(site: string, changed: Cards) => void>();
  const eventListeners = new Set<(events: LoggedEvent[]) => void>();

  const settling = createSettling({ registry, now, failed: foldFailed, tell: (changed) => tell(changed) });

  /** The events are on disk by now: whatever goes wrong here is no reason to have them sent again. */
  const tell = (changed: Changed[], received = new Map<string, number[]>()) => {
    settling.goOn();
    if (!listeners.size) return;
    try {
      for (const [site, cards] of reading.changed(changed)) {
        for (const listener of listeners) listener(site, { ...cards, received: received.get(site) ?? [] });
      }
    } catch (problem) {
      foldFailed(problem);
    }
  };

  const tellEvents = (logged: LoggedEvent[]) => {
    if (!logged.length) return;
    try {
      for (const listener of eventListeners) listener(logged);
    } catch (problem) {
      foldFailed(problem);
    }
  };

  const commit = createCommit((items: Item[]): (Stored | undefined)[] => {
    const begun = performance.now();
    const { results, changed, logged } = write(items);
    committed((performance.now() - begun) / 1_000);
    tell(changed, arrivals(items, results));
    tellEvents(logged);
    grown();
    return results;
  });

  settling.goOn();
  return {
    ...createAccess(database, now),
    ...createLoginTries(database, vault),
    ...createSettingsStore(database),
    ...createKeys(database),
    ...createContactStore({ registry, tell, failed: foldFailed }),
    ...audit,
    ...createImportRecords(database),
    ...createConnectors(database, connectors),
    ...ruleSets,
    ...createRuleHistory(registry),
    ...createScores(database),
    ...createWaits(database),
    ...webhooks,
    async append(events, refused = [], consents = []) {
      const items = [...events.map((event) => ({ event })), ...refused.map((one) => ({ refused: one })), ...consents.map((consent) => ({ consent }))];
      const results = items.length ? await commit.add(items) : [];
      return results.filter((result) => result !== undefined);
    },
    async standing(site, visitor) {
      registry.aliases.clear();
      return recognition.standing(site, visitor);
    },
    handOver: async (handover) => handovers.make(handover),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onEvents(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    reports: async (query) => reporting.reports(query),
    async rulePushes(query) {
      // What was read in a transaction may be over.
      registry.aliases.clear();
      return rulePushes(query);
    },
    async wakeRules(now) {
      const due = nextDue();
      if (due === undefined || due > now) return due;
      await commit.add([{ time: now }]);
      return nextDue();
    },
    conversationOwner: async (site, conversation) => reporting.owner(site, conversation),
    cards: async (query) => reading.cards(query),
    conversation: async (which) => reading.conversation(which),
    conversations: async (query) => reading.conversations(query),
    eventData: async (which) => reading.eventData(which),
    fingerprint: async (site, text) => fingerprint(site, text),
    journey: async (query) => journey(query),
    history: async (query) => reading.history(query),
    notes: async (query) => notes.notes(query),
    noteSubject: async (which) => notes.noteSubject(which),
    findByCode: async (query) => correlation.findByCode(query),
    links: async (query) => ({
      links: correlation.links(query),
      proposals: correlation.proposals(query).flatMap((found) => {
        const card = reading.conversation({ site: query.site, id: found.conversation, now: now() });
        return card ? [{ ...found, card }] : [];
      }),
    }),
    gaps: async (now) => health.gaps(now),
    health: async (query) => health.read(query),
    async check() {
      try {
        const { user_version: version } = database.prepare("PRAGMA user_version").get() as { user_version: number };
        database.exec(`PRAGMA user_version = ${version}`);
        return undefined;
      } catch (problem) {
        return `The database cannot be written: ${problem instanceof Error ? problem.message : String(problem)}`;
      }
    },
    async close() {
      commit.flush();
      flush();
      flushAudit();
      settling.stop();
      closeDatabase(database);
    },
  };
}

/** When what was stored had arrived, by site. */
function arrivals(items: Item[], results: (Stored | undefined)[]): Map<string, number[]> {
  const bySite = new Map<string, number[]>();
  for (const [i, item] of items.entries()) {
    if (!("event" in item) || results[i] !== "stored") continue;
    const { site, received } = item.event;
    const times = bySite.get(site);
    if (times) times.push(received);
    else bySite.set(site, [received]);
  }
  return bySite;
}
