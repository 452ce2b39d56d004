/** Keeps whom a site wants to be told: the secrets that sign are sealed. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Vault, Wrapped } from "../vault/vault";
import type { Webhook, WebhookChange, WebhookId, WebhookSecret, WebhookState } from "./webhookStore";

export interface WebhookRows {
  all(site: string): WebhookState[];
  active(): Webhook[];
  find(which: WebhookId): Webhook | undefined;
  add(webhook: Webhook): boolean;
  change(which: WebhookId, change: WebhookChange): Webhook | undefined;
  remove(which: WebhookId): boolean;
}

interface Row extends Wrapped {
  site: string;
  id: string;
  url: string;
  types: string;
  personal: number;
  active: number;
  reason: string | null;
  created_at: number;
  quiet_until: number;
  secrets: Uint8Array;
  last_at: number | null;
  last_delivered: number | null;
  last_said: string | null;
}
interface StateRow extends Row {
  waiting: number;
  dead: number;
  behind: number;
}

/** Most webhooks of one site: each of them reads the whole log. */
export const WEBHOOKS = 20;
const SECRETS = "secrets";

/** Whose key it is that seals a webhook's secrets. */
export const webhookSubject = (site: string, id: string) => JSON.stringify(["webhook", site, id]);

export function createWebhookRows(database: DatabaseSyncInstance, vault: Vault): WebhookRows {
  const count = (which: string) => `(SELECT count(*) FROM webhook_deliveries AS d WHERE d.site = w.site AND d.webhook = w.id AND ${which})`;
  const all = database.prepare(`
    SELECT w.*, ${count("next_at IS NOT NULL")} AS waiting, ${count("next_at IS NULL")} AS dead,
    max(0, (SELECT coalesce(max(n), 0) FROM events) - w.cursor) AS behind FROM webhooks AS w WHERE site = ? ORDER BY created_at, id`);
  const active = database.prepare("SELECT * FROM webhooks WHERE active = 1");
  const find = database.prepare("SELECT * FROM webhooks WHERE site = ? AND id = ?");
  const insert = database.prepare(`
    INSERT INTO webhooks (site, id, url, types, personal, active, created_at, cursor, kek, key, secrets)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT coalesce(max(n), 0) FROM events), ?8, ?9, ?10 WHERE (SELECT count(*) FROM webhooks WHERE site = ?1) < ${WEBHOOKS}`);
  // Whoever switches it on has mended what it was stopped for.
  const update = database.prepare(`
    UPDATE webhooks SET types = ?, personal = ?, active = ?, secrets = ?, reason = iif(?3, NULL, reason), quiet_until = iif(?3 AND NOT active, 0, quiet_until)
    WHERE site = ? AND id = ?`);
  const remove = database.prepare("DELETE FROM webhooks WHERE site = ? AND id = ?");

  const open = ({ site, id, kek, key }: Row) => vault.open(webhookSubject(site, id), { kek, key });
  const toWebhook = (row: Row): Webhook => ({
    site: row.site, id: row.id, url: row.url, types: JSON.parse(row.types) as string[], personal: row.personal === 1, active: row.active === 1,
    ...(row.reason !== null && { reason: row.reason }),
    createdAt: row.created_at, quietUntil: row.quiet_until,
    secrets: JSON.parse(open(row).unseal(SECRETS, row.secrets)) as WebhookSecret[],
  });
  const toState = (row: StateRow): WebhookState => {
    const { waiting, dead, behind, last_at: at, last_delivered: delivered, last_said: result } = row;
    return { ...toWebhook(row), waiting, dead, behind, ...(at !== null && result !== null && { last: { at, delivered: delivered === 1, result } }) };
  };
  const read = ({ site, id }: WebhookId) => find.get(site, id) as unknown as Row | undefined;
  const bit = (yes: boolean) => (yes ? 1 : 0);

  return {
    all: (site) => (all.all(site) as unknown as StateRow[]).map(toState),
    active: () => (active.all() as unknown as Row[]).map(toWebhook),
    find(which) {
      const row = read(which);
      return row && toWebhook(row);
    },
    add({ site, id, url, types, personal, active: isActive, createdAt, secrets }) {
      const safe = vault.create(webhookSubject(site, id));
      const sealed = safe.seal(SECRETS, JSON.stringify(secrets));
      return insert.run(site, id, url, JSON.stringify(types), bit(personal), bit(isActive), createdAt, safe.wrapped.kek, safe.wrapped.key, sealed).changes !== 0;
    },
    change(which, change) {
      const row = read(which);
      if (!row) return undefined;
      const { types, personal, active: isActive, secrets } = { ...toWebhook(row), ...change };
      update.run(JSON.stringify(types), bit(personal), bit(isActive), open(row).seal(SECRETS, JSON.stringify(secrets)), which.site, which.id);
      const changed = read(which);
      return changed && toWebhook(changed);
    },
    remove: ({ site, id }) => remove.run(site, id).changes !== 0,
  };
}
