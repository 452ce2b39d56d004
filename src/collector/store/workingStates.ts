/** The states that one transaction works on: read when first needed, kept in memory, written once at its end. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Kind, States } from "../fold/fold";
import { sessionCode } from "../../protocol/id";
import { ownVisit } from "../fold/session";
import { waitOf } from "../fold/wait";

/** A card that is not what it was. */
export interface Changed {
  site: string;
  kind: "session" | "conversation";
  id: string;
}

type Ids = { [K in Kind]?: string | undefined };

interface Entry {
  site: string;
  id: string;
  kind: Kind;
  state: States[Kind];
  /** Number of the last event that it shows. */
  n: number;
  /** The same, as it was read. */
  nWas: number;
  dirty: boolean;
}

export interface WorkingStates {
  get(site: string, ids: Ids): States;
  /** @param after `n` is the event that changed them; what an earlier one changes is kept, and no news to anybody */
  put(after: { site: string; ids: Ids; states: States; n: number }): void;
  /** Writes what changed, and says which cards that makes look different. */
  write(): Changed[];
  clear(): void;
}

const KINDS = ["session", "conversation"] as const;

export function createWorkingStates(database: DatabaseSyncInstance): WorkingStates {
  const entries = new Map<string, Entry>();
  const read = {
    session: database.prepare("SELECT n, state FROM sessions WHERE site = ? AND id = ?"),
    conversation: database.prepare("SELECT n, state FROM conversations WHERE site = ? AND id = ?"),
  };
  const save = {
    session: database.prepare("INSERT OR REPLACE INTO sessions (site, id, n, visitor, code, state) VALUES (?, ?, ?, ?, ?, ?)"),
    conversation: database.prepare(`
      INSERT OR REPLACE INTO conversations (site, id, n, visitor, session, customer, part_of, state, queue, waited, started_at, answered_at, decided_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  };
  const entry = (site: string, kind: Kind, id: string): Entry => {
    const key = JSON.stringify([site, kind, id]);
    const known = entries.get(key);
    if (known) return known;
    const row = read[kind].get(site, id) as { n: number; state: string } | undefined;
    const state: States[Kind] = row && JSON.parse(row.state);
    const n = row?.n ?? 0;
    const fresh: Entry = { site, id, kind, state, n, nWas: n, dirty: false };
    entries.set(key, fresh);
    return fresh;
  };

  const writeEntry = ({ site, id, kind, state, n, nWas }: Entry): Changed[] => {
    const json = JSON.stringify(state);
    if (kind === "session") {
      const { visitor } = ownVisit(state as NonNullable<States["session"]>);
      save.session.run(site, id, n, visitor ?? null, sessionCode(id), json);
    } else {
      const conversation = state as NonNullable<States["conversation"]>;
      const { visitor, session, customer, into } = conversation;
      const { queue, waited, startedAt, answeredAt, decidedAt } = waitOf(conversation);
      save.conversation.run(site, id, n, visitor ?? null, session ?? null, customer ?? null, into ?? null, json, queue ?? null, Number(waited), startedAt, answeredAt ?? null, decidedAt ?? null);
    }
    return n > nWas ? [{ site, kind, id }] : [];
  };

  return {
    get(site, ids) {
      const states = KINDS.map((kind) => [kind, ids[kind] === undefined ? undefined : entry(site, kind, ids[kind]).state]);
      return Object.fromEntries(states) as States;
    },
    put({ site, ids, states, n }) {
      for (const kind of KINDS) {
        const id = ids[kind];
        if (id === undefined) continue;
        const known = entry(site, kind, id);
        if (states[kind] === known.state) continue;
        known.state = states[kind];
        known.n = Math.max(known.n, n);
        known.dirty = true;
      }
    },
    write() {
      const dirty = [...entries.values()].filter((one) => one.dirty);
      const changed = KINDS.flatMap((kind) => dirty.filter((one) => one.kind === kind).flatMap(writeEntry));
      for (const one of dirty) Object.assign(one, { dirty: false, nWas: one.n });
      return changed;
    },
    clear: () => entries.clear(),
  };
}
