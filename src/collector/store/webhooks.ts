/** The webhooks' side of the store, put together of the parts that keep it. */
import { createCommit } from "./commit";
import { createDeliveries } from "./deliveries";
import type { Reading } from "./reading";
import type { Registry } from "./registry";
import { createTelling } from "./telling";
import { about, transact } from "./transaction";
import { createWebhookRows } from "./webhookRows";
import type { Outcome, WebhookStore } from "./webhookStore";

export interface WebhookStoreDependencies {
  registry: Pick<Registry, "database" | "vault">;
  reading: Reading;
  now: () => number;
}

/** With what the store itself must do: say that the log has grown, and finish what is under way. */
export interface Webhooks extends WebhookStore {
  grown(): void;
  flush(): void;
}

/** Nobody waits for what came of an attempt; where it is lost, a copy is sent. Pages wait while anything is written. */
const LINGER_MS = 50;

export function createWebhooks({ registry: { database, vault }, reading, now }: WebhookStoreDependencies): Webhooks {
  const rows = createWebhookRows(database, vault);
  const deliveries = createDeliveries(database);
  const telling = createTelling({ database, vault, reading, now });
  const listeners = new Set<() => void>();
  const grown = () => {
    for (const listener of listeners) listener();
  };
  const settled = createCommit((outcomes: Outcome[]): void[] => transact(database, () => outcomes.map((outcome) => deliveries.settle(outcome))), LINGER_MS);

  return {
    webhooks: async (site) => rows.all(site),
    webhook: async (which) => rows.find(which),
    addWebhook: async (webhook) =>
      transact(database, () => {
        about(webhook.id);
        return rows.add(webhook);
      }),
    async changeWebhook(which, change) {
      const changed = transact(database, () => rows.change(which, change));
      grown();
      return changed;
    },
    removeWebhook: async (which) => transact(database, () => rows.remove(which)),
    deadLetters: async (query) => deliveries.dead(query),
    async replay(replay) {
      const replayed = deliveries.replay(replay);
      grown();
      return replayed;
    },
    activeWebhooks: async () => rows.active(),
    async dueDeliveries(query) {
      telling.clear();
      let due = deliveries.due(query);
      let isBehind = false;
      if (due.length < query.limit) {
        isBehind = deliveries.take(query);
        due = deliveries.due(query);
      }
      return { isBehind, deliveries: due.map(({ delivery, attempts, ...row }) => ({ n: delivery, attempts, event: telling.event(row) })) };
    },
    async settleDelivery(outcome) {
      await settled.add([outcome]);
    },
    webhookCounts: async () => deliveries.counts(),
    onWork(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    grown,
    flush: () => settled.flush(),
  };
}
