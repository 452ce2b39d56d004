/** The one write path: appends events to the log, folds the new ones into cards and learns numbers from copies, in the same transaction. */
import type { StoredEvent } from "../../protocol/event";
import { isNote } from "../../protocol/note";
import { regroup } from "../fold/conversation";
import { fold, touched } from "../fold/fold";
import { degradedReason, toDrop } from "../fold/loss";
import { foldNumber } from "../fold/session";
import { createConsents, type ConsentRecord } from "./consents";
import { createCustomers } from "./customers";
import { createGaps } from "./gaps";
import { createJudging, type Turned } from "./judging";
import type { ScoresOf } from "./likelihood";
import { createLinks } from "./links";
import { createLosses } from "./losses";
import { COPY } from "./numbers";
import { createProofs } from "./proofs";
import type { Recognition } from "./recognition";
import type { Registry } from "./registry";
import type { Running } from "./running";
import type { IncomingEvent, LoggedEvent, Refused, Stored } from "./store";
import { createTallies } from "./tallies";
import { transact } from "./transaction";
import { createWorkingStates, type Changed } from "./workingStates";

/** What one transaction takes: an event to store, word of one that was refused, what a visitor allows, or the time, by which rules may say something else. */
export type Item = { event: IncomingEvent } | { refused: Refused } | { consent: ConsentRecord } | { time: number };

export interface Written {
  /** One for each item; only an event's says something. */
  results: (Stored | undefined)[];
  changed: Changed[];
  /** The new events. */
  logged: LoggedEvent[];
}

export interface LogDependencies {
  registry: Registry;
  recognition: Pick<Recognition, "take">;
  running: Running;
  scoresOf: ScoresOf;
  /** Hears of an event that could not be folded; it stays in the log. */
  foldFailed: (problem: unknown) => void;
}

/** What the log has of an event that comes again. */
interface Known {
  n: number;
  source: string;
  visitor: string | null;
  session: string | null;
  seq: number | null;
}

/** Makes the function that writes a group of events: all of them or, when it throws, none. */
export function createLog({ registry, recognition, running, scoresOf, foldFailed }: LogDependencies): (items: Item[]) => Written {
  const { database, events, people, tombstones, visitors, aliases } = registry;
  const find = database.prepare("SELECT n, source, visitor, session, seq FROM events WHERE site = ? AND id = ?");
  const setNumber = database.prepare("UPDATE events SET seq = ? WHERE n = ?");
  const earlier = database.prepare(`
    SELECT 1 FROM events WHERE site = ? AND session = ? AND seq = ? AND n <> ? AND source = ? AND visitor IS ?
    AND (source = 'page' OR type NOT GLOB 'conversation.*') LIMIT 1`);
  const working = createWorkingStates(database);
  const losses = createLosses(database);
  const gaps = createGaps(database, losses);
  const tallies = createTallies(database);
  const consents = createConsents(database);
  const proofs = createProofs(registry);
  const links = createLinks(database);
  const customers = createCustomers(registry);
  const judging = createJudging({ registry, running, working, scoresOf });
  let logged: LoggedEvent[] = [];
  /** Of whom something was said that may tell who they are. */
  let unsure: { site: string; visitor: string }[] = [];

  /** A number that the same teller gave to an event before counts once, or it would hide one that is missing. */
  const numberedOnce = (event: StoredEvent, n: number): StoredEvent => {
    const { site, session, seq, source, visitor } = event;
    if (session === undefined || seq === undefined || !earlier.get(site, session, seq, n, source, visitor ?? null)) return event;
    const { seq: _again, ...rest } = event;
    return rest;
  };

  /** Puts a new event into the books: whose numbers it changes, and what it reports as lost. */
  const account = (event: StoredEvent, teller: StoredEvent["visitor"]): void => {
    const { site, received } = event;
    const { session } = touched(event);
    if (session !== undefined) gaps.note(site, session);
    const told = toDrop(event);
    if (told) {
      // It may be of an earlier session, which was somebody else's.
      const drop = { ...told, visitor: aliases.owner({ site, visitor: teller ?? "", session: told.session }) };
      losses.drop(site, drop);
      gaps.note(site, drop.session);
      tallies.add({ site, what: "dropped", received, reason: drop.reason, count: drop.count });
    }
    const reason = degradedReason(event);
    if (reason !== undefined) tallies.add({ site, what: "degraded", received, reason });
  };

  const attempt = (task: () => void): void => {
    try {
      task();
    } catch (problem) {
      foldFailed(problem);
    }
  };

  /**
   * A page that is left may send an event without its number; then a copy brings that, told by the same visitor's next page.
   * A number that is not taken, because the event has one or is another session's, will never come with any event. Nobody can
   * spend another visitor's numbers: what a copy names is booked under the visitor who sent it.
   */
  const learn = (copy: StoredEvent): void => {
    const { site, id, source, visitor, session, seq, received } = copy;
    if (source !== "page" || session === undefined || seq === undefined) return;
    const known = find.get(site, id) as Known | undefined;
    if (known?.source !== source) return;
    const { n } = known;
    const here = known.session === session && known.visitor === (visitor ?? null);
    if (here && known.seq === seq) return;
    gaps.note(site, session);
    if (!here || known.seq !== null) return losses.refuse({ site, reason: COPY, received, number: { session, visitor: visitor ?? "", seq } });
    setNumber.run(seq, n);
    attempt(() => {
      const before = working.get(site, { session });
      working.put({ site, ids: { session }, states: { session: foldNumber(before.session, numberedOnce(copy, n)) }, n });
    });
  };

  /** Two conversations may turn out to be one, or one to be two. Returns what became of each. */
  const rearrange = (event: StoredEvent, n: number): Turned[] => {
    const { site } = event;
    const affected = links.take(event);
    const before = [...new Set(affected)].flatMap((id) => working.get(site, { conversation: id }).conversation ?? []);
    const after = regroup(before, ({ source, visitor }, id) => links.find(site, { id, source, visitor }));
    for (const conversation of after) {
      const ids = { conversation: conversation.id };
      // One that is gone may be read for the first time here.
      working.get(site, ids);
      working.put({ site, ids, states: { conversation }, n });
    }
    return after.map((conversation) => ({ before: before.find(({ id }) => id === conversation.id), after: conversation }));
  };

  const keep = (given: IncomingEvent): Stored => {
    recognition.take(given);
    const { visitor } = given;
    // Agents read visitors' ids off cards, which have them as they are.
    const owner = visitor === undefined || given.source === "agent" ? visitor : aliases.owner({ ...given, visitor });
    const own = tombstones.admit(given);
    const mine = owner === undefined || owner === visitor ? own : tombstones.admit({ ...own, visitor: owner });
    const { event, claim } = customers.know(mine, given.customer);
    const { site, type, received } = event;
    const n = events.insert(event);
    const stored = n === undefined ? "duplicate" : "stored";
    tallies.add({ site, what: stored, received });
    if (n === undefined) {
      learn(event);
      return stored;
    }
    logged.push({ ...event, n });
    account(event, given.visitor);
    const numbered = numberedOnce(event, n);
    let turned: Turned[] = [];
    attempt(() => {
      // What is said of ids counts for the event that says it.
      turned = rearrange(event, n);
      const { session, conversation } = touched(event);
      const belongs = conversation === undefined ? undefined : links.find(site, { id: conversation, source: event.source, visitor: event.visitor });
      const ids = { session, conversation: belongs };
      const before = working.get(site, ids);
      const after = fold(before, numbered, belongs);
      // A note changes nothing of a conversation, and is news to whoever looks at it.
      const shown = isNote(type) && after.conversation ? { ...after, conversation: { ...after.conversation } } : after;
      working.put({ site, ids, states: shown, n });
      if (after.conversation !== before.conversation) turned.push({ before: before.conversation, after: after.conversation });
    });
    if (claim) keep(claim);
    if (isNote(type)) {
      attempt(() => people.note(event, n));
      return stored;
    }
    if (type.startsWith("identity.")) {
      attempt(() => {
        people.take(event, n);
        // Not where it says nothing any more.
        if (given.proof && event.data === given.data) proofs.take(event, given.proof);
      });
      if (visitor !== undefined) unsure.push({ site, visitor: event.visitor ?? visitor });
    }
    attempt(() => judging.hear(event, turned).forEach(keep));
    return stored;
  };

  const refuse = (refused: Refused): undefined => {
    const { site, reason, received, number } = refused;
    tallies.add({ site, what: "refused", received, reason });
    losses.refuse(number ? { ...refused, number: { ...number, visitor: aliases.owner({ site, ...number }) } } : refused);
    if (number) gaps.note(site, number.session);
  };

  const take = (item: Item): Stored | undefined => {
    if ("event" in item) return keep(item.event);
    if ("refused" in item) return refuse(item.refused);
    if ("time" in item) {
      attempt(() => judging.wake(item.time).forEach(keep));
      return undefined;
    }
    const { site, visitor } = item.consent;
    consents.add({ ...item.consent, visitor: aliases.owner({ site, visitor }) });
    return undefined;
  };

  return (items) => {
    for (const part of [working, losses, gaps, tallies, visitors, aliases, judging]) part.clear();
    logged = [];
    unsure = [];
    return transact(database, () => {
      const results = items.map(take);
      const changed = working.write();
      // After the cards: a name reaches those that were made in the same breath.
      changed.push(...people.settle(latest(items), foldFailed));
      attempt(() => judging.again(unsure, latest(items)).forEach(keep));
      changed.push(...working.write());
      judging.write();
      gaps.write((site, session) => working.get(site, { session }).session);
      losses.tidy();
      tallies.write();
      return { results, changed, logged };
    });
  };
}

/** The collector's clock at the last of them. */
function latest(items: Item[]): number {
  return items.reduce((last, item) => Math.max(last, "event" in item ? item.event.received : "time" in item ? item.time : 0), 0);
}
