/** The visitors of whom anything is said: read when first needed, kept while one transaction works on them, sealed when written. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Named } from "../../protocol/card";
import type { Level } from "../../protocol/contact";
import type { IdentityState } from "../contacts/identity";
import { mailboxLookup, type Lookup } from "../contacts/lookup";
import type { Safe, Vault, Wrapped } from "../vault/vault";

/** A visitor as they are known, and as cards show them. */
export interface VisitorRow {
  site: string;
  id: string;
  /** None before it was written. */
  row?: number;
  safe: Safe;
  state?: IdentityState | undefined;
  level?: Level | undefined;
  contact?: string | undefined;
  name?: string | undefined;
  /** Who cards show that began before a time, oldest first. */
  past: (Named & { until: number })[];
  /** Id of the contact that is made of their claims while they are nobody else. */
  temporary?: string | undefined;
  /** Number in the log of the last event that changed them, of those of this transaction. */
  n: number;
  /** Has something been said, or has the directory changed under them? */
  isDirty: boolean;
}

export interface VisitorRows {
  /** The visitor, new where nothing is known; nothing is written yet. */
  get(site: string, id: string): VisitorRow;
  /** Those that must be looked at. */
  dirty(): VisitorRow[];
  /** Of whom any of this was ever claimed or said must be looked at: some in this transaction, and where there are many, the rest later. */
  touch(site: string, lookups: Lookup[]): void;
  /** Takes some of those whose turn was to be later; none are left when it takes none. */
  touchWaiting(): VisitorRow[];
  /** Does anybody wait? */
  isAnyWaiting(): boolean;
  save(visitor: VisitorRow): void;
  /** Takes them away with their key: what was said of them is noise from then on. */
  remove(visitor: VisitorRow): void;
  /** Visitors of whom any of this was claimed or said, however long ago. */
  about(site: string, lookups: Lookup[]): VisitorRow[];
  /** Who a card shows, by what is stored of its visitor. */
  named(stored: Shown, startedAt: number): Named;
  clear(): void;
}

/** What is stored of the visitor whom a card shows; nothing where nobody has said anything. */
export interface Shown {
  site: string;
  visitor: string | null;
  level: Level | null;
  contact: string | null;
  name: Uint8Array | null;
  past: Uint8Array | null;
  kek: string | null;
  key: Uint8Array | null;
}

/** The columns of `Shown`, of the table `visitors` under the name `who`. */
export const SHOWN_COLUMNS = "who.level, who.contact, who.name, who.past, who.kek, who.key";

interface Row extends Wrapped {
  n: number;
  id: string;
  level: Level | null;
  contact: string | null;
  temporary: string | null;
  name: Uint8Array | null;
  past: Uint8Array | null;
  state: Uint8Array | null;
}

/** Most visitors that the directory's changes have looked at in one transaction: everybody else waits for its end. */
const TOUCHED = 200;

const NAME = "name";
const STATE = "state";
const PAST = "past";
/** Whose key it is. */
export const visitorSubject = (site: string, id: string) => JSON.stringify(["visitor", site, id]);

/** What a visitor is found by: every key they ever claimed, and every contact that was said to be them or not. */
function lookupsOf({ claims, verdicts }: IdentityState): Lookup[] {
  const keys = claims.flatMap(({ kind, hash, value, hashed }): Lookup[] =>
    hash === undefined ? [] : [{ kind, value: hash }, ...(kind === "email" && !hashed ? [mailboxLookup(value)] : [])]);
  return [...keys, ...verdicts.map(({ contact }): Lookup => ({ kind: "contact", value: contact }))];
}

export function createVisitorRows(database: DatabaseSyncInstance, vault: Vault): VisitorRows {
  const known = new Map<string, VisitorRow>();
  const read = database.prepare("SELECT * FROM visitors WHERE site = ? AND id = ?");
  const insert = database.prepare("INSERT INTO visitors (site, id, level, contact, temporary, name, past, kek, key, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const update = database.prepare("UPDATE visitors SET level = ?, contact = ?, temporary = ?, name = ?, past = ?, state = ? WHERE n = ?");
  const remove = database.prepare("DELETE FROM visitors WHERE n = ?");
  const addKey = database.prepare("INSERT OR IGNORE INTO visitor_keys (visitor, hash) VALUES (?, ?)");
  const dropKeys = database.prepare("DELETE FROM visitor_keys WHERE visitor = ?");
  const about = database.prepare("SELECT v.n, v.id FROM visitor_keys AS k JOIN visitors AS v ON v.n = k.visitor WHERE k.hash = ?");
  const wait = database.prepare("INSERT OR IGNORE INTO unsettled (visitor) VALUES (?)");
  const waiting = database.prepare(`SELECT u.visitor AS n, v.site, v.id FROM unsettled AS u LEFT JOIN visitors AS v ON v.n = u.visitor LIMIT ${TOUCHED}`);
  const stopWaiting = database.prepare("DELETE FROM unsettled WHERE visitor = ?");
  const isAnyWaiting = database.prepare("SELECT 1 FROM unsettled LIMIT 1");
  let touched = 0;

  const open = (site: string, id: string): VisitorRow => {
    const row = read.get(site, id) as Row | undefined;
    const subject = visitorSubject(site, id);
    if (!row) return { site, id, safe: vault.create(subject), past: [], n: 0, isDirty: false };
    const { n, kek, key, level, contact, temporary, name, past, state } = row;
    const safe = vault.open(subject, { kek, key });
    return {
      site, id, row: n, safe, n: 0, isDirty: false,
      level: level ?? undefined, contact: contact ?? undefined, temporary: temporary ?? undefined,
      name: name === null ? undefined : safe.unseal(NAME, name),
      past: past === null ? [] : (JSON.parse(safe.unseal(PAST, past)) as VisitorRow["past"]),
      state: state === null ? undefined : (JSON.parse(safe.unseal(STATE, state)) as IdentityState),
    };
  };
  const get = (site: string, id: string): VisitorRow => {
    const key = JSON.stringify([site, id]);
    const visitor = known.get(key) ?? open(site, id);
    known.set(key, visitor);
    return visitor;
  };

  const rowsAbout = (site: string, lookups: Lookup[]) => {
    const rows = lookups.flatMap(({ kind, value }) => about.all(vault.blind(site, kind, value)) as { n: number; id: string }[]);
    return new Map(rows.map(({ n, id }) => [id, n]));
  };

  return {
    get,
    touch(site, lookups) {
      for (const [id, n] of rowsAbout(site, lookups)) {
        if (known.get(JSON.stringify([site, id]))?.isDirty) continue;
        if (++touched > TOUCHED) wait.run(n);
        else get(site, id).isDirty = true;
      }
    },
    touchWaiting() {
      const rows = waiting.all() as { n: number; site: string | null; id: string | null }[];
      for (const { n } of rows) stopWaiting.run(n);
      return rows.flatMap(({ site, id }) => {
        // Somebody may be gone by now.
        if (site === null || id === null) return [];
        const visitor = get(site, id);
        visitor.isDirty = true;
        return [visitor];
      });
    },
    isAnyWaiting: () => isAnyWaiting.get() !== undefined,
    dirty: () => [...known.values()].filter(({ isDirty }) => isDirty),
    save(visitor) {
      const { site, id, safe, state, level, contact, temporary, name, past } = visitor;
      const names = [name === undefined ? null : safe.seal(NAME, name), past.length ? safe.seal(PAST, JSON.stringify(past)) : null] as const;
      const shown = [level ?? null, contact ?? null, temporary ?? null, ...names] as const;
      const sealed = state === undefined ? null : safe.seal(STATE, JSON.stringify(state));
      if (visitor.row === undefined) {
        visitor.row = Number(insert.run(site, id, ...shown, safe.wrapped.kek, safe.wrapped.key, sealed).lastInsertRowid);
      } else {
        update.run(...shown, sealed, visitor.row);
        dropKeys.run(visitor.row);
      }
      for (const { kind, value } of state ? lookupsOf(state) : []) addKey.run(visitor.row, vault.blind(site, kind, value));
      visitor.isDirty = false;
    },
    remove({ site, id, row }) {
      if (row !== undefined) {
        dropKeys.run(row);
        remove.run(row);
      }
      known.delete(JSON.stringify([site, id]));
    },
    about: (site, lookups) => [...rowsAbout(site, lookups).keys()].map((id) => get(site, id)),
    named({ site, visitor, level, contact, name, past, kek, key }, startedAt) {
      if (visitor === null || kek === null || key === null || level === null) return {};
      const safe = name === null && past === null ? undefined : vault.open(visitorSubject(site, visitor), { kek, key });
      const earlier = past === null || !safe ? [] : (JSON.parse(safe.unseal(PAST, past)) as VisitorRow["past"]);
      const then = earlier.find(({ until }) => startedAt < until);
      if (then) {
        const { until: _until, ...named } = then;
        return named;
      }
      return { ...(safe && name !== null && { name: safe.unseal(NAME, name) }), level, ...(contact !== null && { contact }) };
    },
    clear() {
      known.clear();
      touched = 0;
    },
  };
}
