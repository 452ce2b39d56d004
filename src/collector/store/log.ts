/** The one write path: appends events to the log and folds the new ones into cards, in the same transaction. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { StoredEvent } from "../../protocol/event";
import { conversationOf } from "../fold/conversation";
import { fold, touched } from "../fold/fold";
import { degradedReason, toDrop } from "../fold/loss";
import { createGaps } from "./gaps";
import { createLosses } from "./losses";
import type { Refused, Stored } from "./store";
import { createTallies } from "./tallies";
import { transact } from "./transaction";
import { createWorkingStates, type Changed } from "./workingStates";

/** What one transaction takes: an event to store, or word of one that was refused. */
export type Item = { event: StoredEvent } | { refused: Refused };

export interface Written {
  /** One for each item; a refused one's says nothing. */
  results: (Stored | undefined)[];
  changed: Changed[];
}

export interface LogDependencies {
  database: DatabaseSyncInstance;
  /** Hears of an event that could not be folded; it stays in the log. */
  foldFailed: (problem: unknown) => void;
}

/** Makes the function that writes a group of events: all of them or, when it throws, none. */
export function createLog({ database, foldFailed }: LogDependencies): (items: Item[]) => Written {
  const insert = database.prepare(`
    INSERT INTO events (site, id, type, at, received, source, visitor, session, seq, conversation, url, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, id) DO NOTHING`);
  const earlier = database.prepare(`
    SELECT 1 FROM events WHERE site = ? AND session = ? AND seq = ? AND n <> ? AND source = ? AND visitor IS ?
    AND (source = 'page' OR type NOT GLOB 'conversation.*') LIMIT 1`);
  const working = createWorkingStates(database);
  const losses = createLosses(database);
  const gaps = createGaps(database, losses);
  const tallies = createTallies(database);

  /** A number that the same teller gave to an event before counts once, or it would hide one that is missing. */
  const numberedOnce = (event: StoredEvent, n: number): StoredEvent => {
    const { site, session, seq, source, visitor } = event;
    if (session === undefined || seq === undefined || !earlier.get(site, session, seq, n, source, visitor ?? null)) return event;
    const { seq: _again, ...rest } = event;
    return rest;
  };

  /** Puts a new event into the books: whose numbers it changes, and what it reports as lost. */
  const account = (event: StoredEvent): void => {
    const { site, received } = event;
    const { session } = touched(event);
    if (session !== undefined) gaps.note(site, session);
    const drop = toDrop(event);
    if (drop) {
      losses.drop(site, drop);
      gaps.note(site, drop.session);
      tallies.add({ site, what: "dropped", received, reason: drop.reason, count: drop.count });
    }
    const reason = degradedReason(event);
    if (reason !== undefined) tallies.add({ site, what: "degraded", received, reason });
  };

  const keep = (event: StoredEvent): Stored => {
    const { site, id, type, at, received, source, visitor, session, seq, url, data } = event;
    const rest = [visitor ?? null, session ?? null, seq ?? null, conversationOf(event) ?? null, url ?? null, JSON.stringify(data)];
    const { changes, lastInsertRowid } = insert.run(site, id, type, at, received, source, ...rest);
    const stored = changes === 0 ? "duplicate" : "stored";
    tallies.add({ site, what: stored, received });
    if (stored === "duplicate") return stored;
    const n = Number(lastInsertRowid);
    account(event);
    const numbered = numberedOnce(event, n);
    try {
      const ids = touched(event);
      working.put({ site, ids, states: fold(working.get(site, ids), numbered), n });
    } catch (problem) {
      foldFailed(problem);
    }
    return stored;
  };

  const refuse = (refused: Refused): undefined => {
    const { site, reason, received, number } = refused;
    tallies.add({ site, what: "refused", received, reason });
    losses.refuse(refused);
    if (number) gaps.note(site, number.session);
  };

  return (items) => {
    for (const part of [working, losses, gaps, tallies]) part.clear();
    return transact(database, () => {
      const results = items.map((item) => ("event" in item ? keep(item.event) : refuse(item.refused)));
      const changed = working.write();
      gaps.write((site, session) => working.get(site, { session }).session);
      losses.tidy();
      tallies.write();
      return { results, changed };
    });
  };
}
