/**
 * What is to be sent to webhooks. Each has a place in the log; what fits behind it becomes a delivery, in the transaction that moves
 * the place. A delivery names its event only, so nobody's data is kept twice, and goes with it.
 */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { fits } from "../webhooks/fits";
import type { DeadLetter, DueQuery, Outcome, Replay, WebhookId } from "./webhookStore";
import type { LogRow } from "./telling";
import { transact } from "./transaction";

/** A delivery with its event as the log has it. */
export interface DueRow extends LogRow {
  delivery: number;
  attempts: number;
}

export interface Deliveries {
  due(query: DueQuery): DueRow[];
  /** Takes from the log what fits. @returns whether there is more to look at */
  take(which: WebhookId & { now: number }): boolean;
  /** Part of a transaction. */
  settle(outcome: Outcome): void;
  dead(query: WebhookId & { before?: number; limit: number }): DeadLetter[];
  replay(replay: Replay): number;
  counts(): { waiting: number; dead: number };
}

/** Events of the log that are looked at in one go: everybody else waits for its end. */
const LOOKED_AT = 1_000;
/** Where nothing fits a place is written down once in so many events: a start looks at these again. */
const WRITTEN = 20_000;
/** Most deliveries that are made of them in one go. */
const TAKEN = 200;
/** With so many waiting a webhook's place in the log stays where it is. */
const WAITING = 10_000;

export function createDeliveries(database: DatabaseSyncInstance): Deliveries {
  const due = database.prepare(`
    SELECT d.n AS delivery, d.attempts, e.site, e.id, e.type, e.at, e.received, e.source, e.visitor, e.session, e.url, e.data
    FROM webhook_deliveries AS d JOIN events AS e ON e.n = d.event
    WHERE d.site = ? AND d.webhook = ? AND d.next_at <= ? ORDER BY d.next_at, d.n LIMIT ?`);
  const place = database.prepare("SELECT cursor, rewinds, types FROM webhooks WHERE site = ? AND id = ?");
  const move = database.prepare("UPDATE webhooks SET cursor = ? WHERE site = ? AND id = ?");
  const log = database.prepare(`SELECT n, site, type, CASE type WHEN 'action.qualified' THEN json_extract(data, '$.webhook') END AS webhook FROM events WHERE n > ? ORDER BY n LIMIT ${LOOKED_AT}`);
  const room = database.prepare(`SELECT count(*) < ${WAITING} AS isRoom FROM (SELECT 1 FROM webhook_deliveries WHERE site = ? AND webhook = ? AND next_at IS NOT NULL LIMIT ${WAITING})`);
  const insert = database.prepare(`
    INSERT INTO webhook_deliveries (site, webhook, event, next_at) VALUES (?, ?, ?, ?) ON CONFLICT (site, webhook, event)
    DO UPDATE SET attempts = 0, next_at = excluded.next_at, status = NULL, reason = NULL, died_at = NULL WHERE next_at IS NULL`);

  const done = database.prepare("DELETE FROM webhook_deliveries WHERE n = ?");
  const again = database.prepare("UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = ?, status = ?, reason = ? WHERE n = ?");
  const giveUp = database.prepare("UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = NULL, status = ?, reason = ?, died_at = ? WHERE n = ?");
  const note = database.prepare("UPDATE webhooks SET last_at = ?, last_delivered = ?, last_said = ?, quiet_until = max(quiet_until, ?) WHERE site = ? AND id = ?");
  const end = database.prepare("UPDATE webhooks SET active = 0, reason = ? WHERE site = ? AND id = ?");

  const dead = database.prepare(`
    SELECT d.n, e.id AS event, e.type, e.at, d.attempts, d.status, d.reason, d.died_at AS diedAt FROM webhook_deliveries AS d JOIN events AS e ON e.n = d.event
    WHERE d.site = ? AND d.webhook = ? AND d.next_at IS NULL AND d.n < ? ORDER BY d.n DESC LIMIT ?`);
  const revive = database.prepare("UPDATE webhook_deliveries SET attempts = 0, next_at = ?, status = NULL, reason = NULL, died_at = NULL WHERE site = ? AND webhook = ? AND next_at IS NULL");
  const find = database.prepare("SELECT n FROM events WHERE site = ? AND id = ?");
  const from = database.prepare("SELECT n, received FROM events WHERE n >= ? ORDER BY n LIMIT 1");
  const last = database.prepare("SELECT coalesce(max(n), 0) AS n FROM events");
  const counts = database.prepare("SELECT count(next_at) AS waiting, count(*) - count(next_at) AS dead FROM webhook_deliveries");

  /** How far it was looked for what fits, beyond the place that is written down: every move of that, and every change, begins anew there. */
  const seen = new Map<string, { where: string; n: number }>();

  /** Number of the first event that came at that time or later: the log is in the order of arrival, so half of it is left with each look. */
  const firstSince = (since: number): number => {
    let low = 1;
    let high = (last.get() as { n: number }).n + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = from.get(middle) as { n: number; received: number } | undefined;
      if (!found || found.received >= since) high = middle;
      else low = found.n + 1;
    }
    return low;
  };

  return {
    due({ site, id, now, limit, except }) {
      const rows = due.all(site, id, now, limit + except.size) as unknown as DueRow[];
      return rows.filter(({ delivery }) => !except.has(delivery)).slice(0, limit);
    },
    take({ site, id, now }) {
      const at = place.get(site, id) as { cursor: number; rewinds: number; types: string } | undefined;
      if (!at) return false;
      const where = JSON.stringify(at);
      const before = seen.get(id);
      const events = log.all(before?.where === where ? before.n : at.cursor) as { n: number; site: string; type: string; webhook: unknown }[];
      const types = JSON.parse(at.types) as string[];
      // Whom an action map names hears of it, whatever else it wants to hear.
      // The collector's own note that a visitor was looked at again is nothing that happened.
      const fitting = events.filter((event) => event.site === site && event.type !== "identity.resolved" && (event.webhook === id || fits(types, event.type)));
      if (fitting.length && !(room.get(site, id) as { isRoom: number }).isRoom) return false;
      const taken = fitting.slice(0, TAKEN);
      const reached = taken.length < fitting.length ? taken[taken.length - 1] : events[events.length - 1];
      const isMore = events.length === LOOKED_AT || taken.length < fitting.length;
      if (!reached) return false;
      if (taken.length || reached.n - at.cursor >= WRITTEN) {
        transact(database, () => {
          for (const { n } of taken) insert.run(site, id, n, now);
          move.run(reached.n, site, id);
        });
      } else seen.set(id, { where, n: reached.n });
      return isMore;
    },
    settle({ webhook: { site, id }, n, result, said, status, nextAt, quietUntil, now }) {
      if (result === "delivered") done.run(n);
      if (result === "retry") again.run(nextAt ?? now, status ?? null, said, n);
      if (result === "dead") giveUp.run(status ?? null, said, now, n);
      // What it did not want to hear waits until it is switched on again.
      if (result === "gone") end.run(said, site, id);
      note.run(now, result === "delivered" ? 1 : 0, said, quietUntil ?? 0, site, id);
    },
    dead: ({ site, id, before = Number.MAX_SAFE_INTEGER, limit }) =>
      (dead.all(site, id, before, limit) as unknown as (DeadLetter & { status: number | null })[]).map(({ status, ...letter }) => ({ ...letter, ...(status !== null && { status }) })),
    replay: ({ site, id, events, since, now }) =>
      transact(database, () => {
        const at = place.get(site, id) as { cursor: number } | undefined;
        if (!at) return 0;
        if (since !== undefined) {
          const first = Math.min(firstSince(since) - 1, at.cursor);
          move.run(first, site, id);
          return (last.get() as { n: number }).n - first;
        }
        if (!events) return Number(revive.run(now, site, id).changes);
        const found = events.flatMap((event) => (find.all(site, event) as { n: number }[]).map(({ n }) => n));
        for (const n of new Set(found)) insert.run(site, id, n, now);
        return new Set(found).size;
      }),
    counts: () => counts.get() as { waiting: number; dead: number },
  };
}
