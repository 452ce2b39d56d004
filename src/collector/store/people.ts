/** Who visitors are, within one transaction: takes what is said of them, finds whom that makes them, and names their cards. */
import { createHash } from "node:crypto";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Contact } from "../../protocol/contact";
import type { StoredEvent } from "../../protocol/event";
import { createId } from "../../protocol/id";
import { TEMPORARY_DAYS } from "../../protocol/limits";
import { claimedFields, foldIdentity, lastClaimAt } from "../contacts/identity";
import { keysOf, type Lookup } from "../contacts/lookup";
import { contactName } from "../contacts/name";
import { resolve, type Directory, type Resolved } from "../contacts/resolve";
import type { ContactRows } from "./contactRows";
import type { EventRows } from "./eventRows";
import type { VisitorRow, VisitorRows } from "./visitorRows";
import type { Changed } from "./workingStates";

export interface People {
  /** Folds an event of the log into its visitor's identity. */
  take(event: StoredEvent, n: number): void;
  /** An agent has written something down of a contact: the cards of whoever is this contact have news. */
  note(event: StoredEvent, n: number): void;
  /** Of whom any of this was said, the directory knows something new. Where these are many, most of them are settled later. */
  touch(site: string, lookups: Lookup[]): void;
  /**
   * Finds out who everybody is of whom there is news, and writes it.
   *
   * @param now the collector's clock
   * @param failed hears of a visitor who could not be settled: they stay who they were
   * @returns the cards that look different
   */
  settle(now: number, failed: (problem: unknown) => void): Changed[];
  /** The same for some of those whose turn was put off; says whether there were any. */
  settleWaiting(now: number, failed: (problem: unknown) => void): { changed: Changed[]; isMore: boolean };
  /** A visitor's row is gone: their cards show nobody. `settle` tells which. */
  forget(site: string, visitor: string, now: number): void;
  /** Who the visitor is, with all that says so. */
  resolve(visitor: VisitorRow): Resolved;
}

export interface PeopleDependencies {
  database: DatabaseSyncInstance;
  visitors: VisitorRows;
  contacts: ContactRows;
  events: EventRows;
}

const DAY_MS = 86_400_000;
/** A visitor's older cards learn a new name when they are next read; nobody watches them. */
const RENAMED_CARDS = 50;

const NOBODY: Resolved = { past: [], candidates: [] };

/** Which contacts there are, as `resolve` asks for them. */
export function directoryOf(site: string, contacts: ContactRows): Directory {
  return { speaker: (id) => contacts.speaker(site, id), holders: (lookup) => contacts.holders(site, lookup) };
}

export function createPeople({ database, visitors, contacts, events }: PeopleDependencies): People {
  const renaming = (table: "sessions" | "conversations", whose: string) =>
    database.prepare(`
      UPDATE ${table} SET n = max(n, ?1) WHERE site = ?2 AND id IN
        (SELECT id FROM ${table} WHERE site = ?2 AND (${whose}) ORDER BY n DESC LIMIT ${RENAMED_CARDS}) RETURNING id`);
  const renamed = { session: renaming("sessions", "visitor = ?3"), conversation: renaming("conversations", "visitor = ?3 OR customer = ?3") };

  const known = database.prepare("SELECT id FROM visitors WHERE site = ? AND contact = ?");

  const rename = (site: string, visitor: string, n: number): Changed[] =>
    (["session", "conversation"] as const).flatMap((kind) => (renamed[kind].all(n, site, visitor) as { id: string }[]).map(({ id }) => ({ site, kind, id })));

  let forgotten: Changed[] = [];

  /** An agent or server has said that a temporary contact is the visitor: it stays, and is found from now on. */
  const keep = (site: string, id: string): Contact | undefined => {
    const row = contacts.get(site, id);
    if (row?.contact.expiresAt === undefined) return row?.contact;
    const { expiresAt: _expiresAt, ...contact } = row.contact;
    contacts.save(row, contact);
    visitors.touch(site, keysOf(contact));
    return contact;
  };

  /** What the claims of somebody who is nobody else make of a contact, until it expires. */
  const keepTemporary = (visitor: VisitorRow, now: number): void => {
    const { site, id, state } = visitor;
    if (!state) return;
    visitor.temporary ??= createId(now);
    const row = contacts.get(site, visitor.temporary);
    if (row && row.contact.expiresAt === undefined) return;
    const expiresAt = lastClaimAt(state) + TEMPORARY_DAYS * DAY_MS;
    const contact: Contact = { ...claimedFields(state), id: visitor.temporary, createdAt: row?.contact.createdAt ?? now, updatedAt: now, expiresAt };
    if (row) contacts.save(row, contact);
    else contacts.add(site, contact, id);
  };

  const dropTemporary = ({ site, temporary }: VisitorRow): void => {
    const row = temporary === undefined ? undefined : contacts.get(site, temporary);
    if (row?.contact.expiresAt !== undefined) contacts.remove(row);
  };

  /** The first match with a contact is part of the visitor's journey. */
  const tellMatch = ({ site, id: visitor }: VisitorRow, { contact, why, claim }: Resolved, now: number): number | undefined => {
    const id = createHash("sha256").update(JSON.stringify([visitor, contact])).digest("hex");
    const session = claim?.session;
    const data = { contact, by: why?.by, event: why?.event };
    return events.insert({ site, id: `matched-${id}`, type: "identity.matched", at: now, received: now, source: "server", visitor, ...(session !== undefined && { session }), data });
  };

  /** What changes with the directory alone needs a number in the log, too: consoles go on from the last that they saw. */
  const renameNow = ({ site, id: visitor }: Pick<VisitorRow, "site" | "id">, now: number): Changed[] => {
    if (!rename(site, visitor, 0).length) return [];
    const n = events.insert({ site, id: createId(now), type: "identity.resolved", at: now, received: now, source: "server", visitor, data: {} });
    return rename(site, visitor, n ?? 0);
  };

  const settleOne = (visitor: VisitorRow, now: number): Changed[] => {
    const { site, id, state } = visitor;
    // What nobody can be named for is kept, and makes nobody known.
    const found: Resolved = state && id !== "" ? resolve(state, directoryOf(site, contacts)) : NOBODY;
    const { level, contact } = found;
    const was = { ...visitor };
    visitor.level = level;
    visitor.contact = contact;
    if (contact === undefined) {
      if (level) keepTemporary(visitor, now);
      visitor.name = state && contactName(claimedFields(state));
    } else {
      const known = keep(site, contact);
      visitor.name = known && contactName(known);
      dropTemporary(visitor);
      // Kept, it is a contact like any other: should it turn out not to be them, their claims make another.
      if (contact === visitor.temporary) visitor.temporary = undefined;
    }
    visitor.past = found.past.map(({ contact: one, until }) => {
      if (one === undefined) return { until };
      const known = contacts.get(site, one);
      const name = known && contactName(known.contact);
      return { until, contact: one, level: "verified", ...(name !== undefined && { name }) };
    });
    visitors.save(visitor);
    if (was.level === level && was.contact === contact && was.name === visitor.name && JSON.stringify(was.past) === JSON.stringify(visitor.past)) return [];
    const told = level === "matched" && was.contact !== contact ? tellMatch(visitor, found, now) : undefined;
    if (visitor.isDirty) visitors.save(visitor);
    const n = told ?? visitor.n;
    return n > 0 ? rename(site, id, n) : renameNow(visitor, now);
  };

  const settle: People["settle"] = (now, failed) => {
    const changed = forgotten;
    forgotten = [];
    // One visitor's news may be another's; thousands may share a key, so that they are not looked for one by one.
    for (let next = visitors.dirty(); next.length; next = visitors.dirty()) {
      for (const visitor of next) {
        if (!visitor.isDirty) continue;
        try {
          changed.push(...settleOne(visitor, now));
        } catch (problem) {
          failed(problem);
        }
        visitor.isDirty = false;
      }
    }
    return changed;
  };

  const take = (event: StoredEvent, n: number): void => {
    const { site, visitor: id } = event;
    if (id === undefined) return;
    const visitor = visitors.get(site, id);
    const state = foldIdentity(visitor.state, event);
    if (state === visitor.state) return;
    visitor.state = state;
    visitor.n = Math.max(visitor.n, n);
    visitor.isDirty = true;
  };

  return {
    take,
    note(event, n) {
      const { site, data: { contact } } = event;
      if (typeof contact !== "string") return;
      take(event, n);
      for (const { id } of known.all(site, contact) as { id: string }[]) forgotten.push(...rename(site, id, n));
      if (event.visitor !== undefined) forgotten.push(...rename(site, event.visitor, n));
    },
    touch: visitors.touch,
    settleWaiting(now, failed) {
      const isMore = visitors.touchWaiting().length > 0;
      return { changed: settle(now, failed), isMore };
    },
    forget(site, id, now) {
      forgotten.push(...renameNow({ site, id }, now));
    },
    settle,
    resolve: ({ site, state }) => (state ? resolve(state, directoryOf(site, contacts)) : NOBODY),
  };
}
