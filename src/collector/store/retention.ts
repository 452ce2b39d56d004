/** Takes away what is too old, a slice at a time, and remembers how far it came: a start goes on where the last one ended. */
import { connectorSubject } from "./connectors";
import { proofKeySubject } from "./proofKeys";
import type { Wrapped } from "../vault/vault";
import { contactSubject } from "./contactRows";
import { createConsents } from "./consents";
import { createErasing } from "./erasing";
import { createProofs } from "./proofs";
import { IS_NOTE } from "./notes";
import type { Registry } from "./registry";
import type { SiteLimits, TidyLimits } from "./contacts";
import { visitorSubject } from "./visitorRows";
import { webhookSubject } from "./webhookRows";

/** Does one slice of the work; `false` when nothing is left to do. Each site goes by its own days, and has its own place in the log. */
export type Tidy = (limits: TidyLimits) => boolean;

interface Old {
  n: number;
  site: string;
  visitor: string | null;
  session: string | null;
  conversation: string | null;
  received: number;
  level: string | null;
}

/** Whose events: of visitors who never said who they are, or all others, too. */
type Kind = "anonymous" | "identified";

/** Events or keys that are looked at in one transaction. */
const SLICE = 1_000;
/** Contacts that expire in one. */
const EXPIRED = 100;

export function createTidy(registry: Registry): Tidy {
  const { database, vault, contacts, visitors, aliases } = registry;
  const erasing = createErasing(registry);
  const proofs = createProofs(registry);
  const consents = createConsents(database);
  const cursor = database.prepare("SELECT n FROM retention WHERE task = ?");
  // Of a new site nothing is older than its own first event.
  const begin = database.prepare(`
    INSERT INTO retention (task, n, at)
    SELECT ?1, coalesce((SELECT min(n) - 1 FROM events WHERE site = ?2), (SELECT max(n) FROM events), 0), ?3 WHERE NOT EXISTS (SELECT 1 FROM retention WHERE task = ?1)`);
  const following = database.prepare("SELECT received FROM events WHERE n > ? ORDER BY n LIMIT 1");
  const move = database.prepare("INSERT OR REPLACE INTO retention (task, n, at) VALUES (?, ?, ?)");
  const reached = (task: string) => (cursor.get(task) as { n: number } | undefined)?.n ?? 0;

  const slice = database.prepare(`
    SELECT e.n, e.site, coalesce(e.visitor, c.visitor, c.customer, w.visitor, w.customer) AS visitor, e.session, e.conversation, e.received, v.level FROM events AS e
    LEFT JOIN conversations AS c ON c.site = e.site AND c.id = e.conversation
    LEFT JOIN conversations AS w ON w.site = c.site AND w.id = c.part_of
    LEFT JOIN visitors AS v ON v.site = e.site AND v.id = coalesce(e.visitor, c.visitor, c.customer, w.visitor, w.customer)
    WHERE e.n > ? ORDER BY e.n LIMIT ${SLICE}`);
  const drop = database.prepare("DELETE FROM events WHERE n = ?");
  const emptied = {
    session: ["sessions WHERE site = ?1 AND id = ?2", "gaps WHERE site = ?1 AND session = ?2", "drops WHERE site = ?1 AND session = ?2", "refusals WHERE site = ?1 AND session = ?2"]
      .map((which) => database.prepare(`DELETE FROM ${which} AND NOT EXISTS (SELECT 1 FROM events WHERE site = ?1 AND session = ?2)`)),
    // What is part of a conversation goes before it.
    conversation: [
      "conversations WHERE site = ?1 AND id = ?2 AND NOT EXISTS (SELECT 1 FROM conversations WHERE site = ?1 AND part_of = ?2)",
      "links WHERE site = ?1 AND (a = ?2 OR b = ?2)",
      "conversation_refs WHERE site = ?1 AND id = ?2",
    ].map((which) => database.prepare(`DELETE FROM ${which} AND NOT EXISTS (SELECT 1 FROM events WHERE site = ?1 AND conversation = ?2)`)),
  };
  const forgetRules = database.prepare("DELETE FROM rule_states WHERE site = ? AND person = ?");
  const wholeOf = database.prepare("SELECT part_of AS id FROM conversations WHERE site = ? AND id = ? AND part_of IS NOT NULL");
  const heard = database.prepare(`
    SELECT 1 FROM sessions WHERE site = ?1 AND visitor = ?2 UNION ALL SELECT 1 FROM conversations WHERE site = ?1 AND (visitor = ?2 OR customer = ?2)
    UNION ALL SELECT 1 FROM events WHERE site = ?1 AND visitor = ?2 AND type GLOB 'identity.*'
    UNION ALL SELECT 1 FROM events WHERE site = ?1 AND visitor = ?2 AND ${IS_NOTE} LIMIT 1`);
  const expired = database.prepare(`SELECT site, id FROM contacts WHERE expires_at <= ? LIMIT ${EXPIRED}`);

  /** Deletes a slice of some sites' events that came before a time, and what is left empty by that. They go on together from where the last of them is. */
  const dropEvents = (kind: Kind, before: number, sites: readonly string[], now: number): boolean => {
    const places = sites.map((site) => ({ site, n: reached(`${kind} ${site}`) }));
    const from = Math.min(...places.map(({ n }) => n));
    const next = following.get(from) as Pick<Old, "received"> | undefined;
    if (!next || next.received >= before) return false;
    const events = slice.all(from) as unknown as Old[];
    const end = events.findIndex(({ received }) => received >= before);
    const old = end < 0 ? events : events.slice(0, end);
    const last = old[old.length - 1]!;
    const gone = old.filter(({ site, level }) => sites.includes(site) && (kind === "identified" || level === null));
    // Before anything goes: where the end of the log does, the database takes back who has come so far.
    for (const { site, n } of places) if (n < last.n) move.run(`${kind} ${site}`, last.n, now);
    for (const { n } of gone) drop.run(n);
    const distinct = <K extends "session" | "conversation" | "visitor">(kind: K) =>
      new Map(gone.flatMap((one): [string, [string, string]][] => (one[kind] === null ? [] : [[JSON.stringify([one.site, one[kind]]), [one.site, one[kind]]]]))).values();
    const wholes = [...distinct("conversation")].flatMap(([site, id]): [string, string][] => (wholeOf.all(site, id) as { id: string }[]).map((whole) => [site, whole.id]));
    for (const which of distinct("session")) for (const statement of emptied.session) statement.run(...which);
    for (const which of [...distinct("conversation"), ...wholes]) for (const statement of emptied.conversation) statement.run(...which);
    for (const [site, id] of distinct("visitor")) {
      if (heard.get(site, id)) continue;
      aliases.remove(site, id);
      forgetRules.run(site, id);
      const visitor = visitors.get(site, id);
      if (visitor.row === undefined) consents.remove(site, id);
      else erasing.visitor(visitor, now);
    }
    return events.length === SLICE && end < 0;
  };

  /** Sites with the same limit are looked at in one pass. */
  const dropOld = (kind: Kind, limits: readonly SiteLimits[], now: number): boolean => {
    const byLimit = new Map<number, string[]>();
    for (const { site, [`${kind}Before` as const]: before } of limits) {
      begin.run(`${kind} ${site}`, site, now);
      byLimit.set(before, [...(byLimit.get(before) ?? []), site]);
    }
    return [...byLimit].some(([before, sites]) => dropEvents(kind, before, sites, now));
  };

  /** A temporary contact that nobody kept goes with the claims that it is made of. */
  const expire = (now: number): boolean => {
    const rows = expired.all(now) as { site: string; id: string }[];
    for (const { site, id } of rows) {
      const row = contacts.get(site, id);
      if (row?.visitor !== undefined) erasing.visitor(visitors.get(site, row.visitor), now);
      const left = contacts.get(site, id);
      if (left) contacts.remove(left);
    }
    return rows.length === EXPIRED;
  };

  // Of keys that wrapped before: if one comes back, it has all to wrap again.
  database.prepare("DELETE FROM retention WHERE task GLOB 'wrap *' AND task NOT GLOB ?").run(`wrap * ${vault.masterKey}`);
  const wrapped = [
    { table: "contacts", id: "n", subject: contactSubject },
    { table: "visitors", id: "n", subject: visitorSubject },
    { table: "proof_keys", id: "rowid", subject: proofKeySubject },
    { table: "connectors", id: "rowid", subject: connectorSubject },
    { table: "webhooks", id: "rowid", subject: webhookSubject },
  ].map(({ table, id, subject }) => ({
    table,
    subject,
    read: database.prepare(`SELECT ${id} AS n, site, id, kek, key FROM ${table} WHERE ${id} > ? ORDER BY ${id} LIMIT ${SLICE}`),
    update: database.prepare(`UPDATE ${table} SET kek = ?, key = ? WHERE ${id} = ?`),
  }));

  /** An older master key may be thrown away once it wraps nothing. What comes after is wrapped by the new one. */
  const rewrap = (now: number): boolean =>
    wrapped.some(({ table, subject, read, update }) => {
      const task = `wrap ${table} ${vault.masterKey}`;
      const rows = read.all(reached(task)) as unknown as (Wrapped & { n: number; site: string; id: string })[];
      for (const { n, site, id, kek, key } of rows) {
        const again = vault.rewrap(subject(site, id), { kek, key });
        if (again) update.run(again.kek, again.key, n);
      }
      const last = rows[rows.length - 1];
      if (last) move.run(task, last.n, now);
      return rows.length === SLICE;
    });

  return ({ now, sites }) => {
    proofs.tidy(now);
    return [
      () => expire(now),
      () => dropOld("anonymous", sites, now),
      () => dropOld("identified", sites, now),
      () => rewrap(now),
    ].some((task) => task());
  };
}
