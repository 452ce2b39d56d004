/** How an object that a change is about is looked at, before and after: what of it is hashed into the audit log. */
import type { ConnectorRows } from "./connectors";
import { createProofKeys } from "./proofKeys";
import type { Registry } from "./registry";
import type { RuleSets } from "./ruleSets";
import { createWebhookRows } from "./webhookRows";

export interface AuditStatesDependencies {
  registry: Pick<Registry, "database" | "vault" | "contacts">;
  ruleSets: Pick<RuleSets, "current">;
  connectors: ConnectorRows;
}

/** @returns what there is of an object; of a site's rules and settings there is one each, without an id */
export type AuditState = (which: { site: string; kind: string; id: string }) => unknown;

export function createAuditState({ registry: { database, vault, contacts }, ruleSets, connectors }: AuditStatesDependencies): AuditState {
  const account = database.prepare("SELECT * FROM accounts WHERE site = ? AND id = ?");
  const key = database.prepare("SELECT name, created_at AS createdAt FROM secret_keys WHERE site = ? AND id = ?");
  const site = database.prepare("SELECT name, key FROM sites WHERE id = ?");
  const settings = database.prepare("SELECT s.name, t.settings FROM sites AS s LEFT JOIN site_settings AS t ON t.site = s.id WHERE s.id = ?");
  const webhooks = createWebhookRows(database, vault);
  const proofKeys = createProofKeys(database, vault);

  /** By the word behind `/v1/` in a route. */
  const states: { [kind: string]: (which: { site: string; id: string }) => unknown } = {
    contacts: ({ site, id }) => contacts.get(site, id)?.contact,
    accounts({ site, id }) {
      const row = account.get(site, id) as { [column: string]: unknown } | undefined;
      if (!row) return undefined;
      // Secrets are not hashed, and neither is what changes with each login.
      const { password_hash: _hash, last_login_at: _at, ...state } = row;
      return state;
    },
    sites: ({ id }) => site.get(id),
    rules: ({ site }) => ruleSets.current(site)?.set ?? null,
    settings: ({ site }) => settings.get(site),
    keys: ({ site, id }) => key.get(site, id),
    webhooks: (which) => webhooks.find(which),
    connectors: ({ site, id }) => connectors.all(site).find((one) => one.id === id),
    "proof-keys": ({ site, id }) => proofKeys.all(site).find((one) => one.id === id),
  };
  return ({ kind, ...which }) => states[kind]?.(which);
}
