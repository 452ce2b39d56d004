/** What rules remember of each person: read when first needed, kept while one transaction works on it, written once at its end. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Marks } from "../rules/compiled";
import type { Earlier } from "../scoring/past";
import type { Sketch } from "../scoring/sketch";
import { NO_MEMORY, type Memory } from "../rules/memory";

export interface RuleState {
  marks: Marks;
  memory: Memory;
  /** The visit that was heard of last. */
  session?: string;
  /** What happened in that visit, where it is asked how likely an outcome is. */
  sketch?: { session: string; sketch: Sketch; earlier: Earlier };
  /** Ids of the decisions that were made last, and when: what pages may not have heard yet. */
  told: [id: string, at: number][];
}

export interface RuleRow {
  site: string;
  /** Id of a visitor, or of a customer whom the contact centre knows; or of a conversation with somebody unknown. */
  person: string;
  /** Version of the rule set that the marks are complete for; 0 for somebody of whom nothing is remembered. */
  version: number;
  /** When anything was last heard, by the collector's clock. */
  heard: number;
  /** When time alone may change what rules say. */
  due?: number | undefined;
  state: RuleState;
  isDirty: boolean;
}

export interface RuleStates {
  get(site: string, person: string): RuleRow;
  /** Those of whom time alone may have changed something by now. */
  due(now: number): RuleRow[];
  /** When the next will be due. */
  nextDue(): number | undefined;
  write(): void;
  clear(): void;
}

/** Most people in one transaction. */
const DUE = 100;
const NOTHING: RuleState = { marks: {}, memory: NO_MEMORY, told: [] };

interface Row {
  site: string;
  person: string;
  version: number;
  heard: number;
  due: number | null;
  state: string;
}

export function createRuleStates(database: DatabaseSyncInstance): RuleStates {
  const rows = new Map<string, RuleRow>();
  const read = database.prepare("SELECT * FROM rule_states WHERE site = ? AND person = ?");
  const save = database.prepare("INSERT OR REPLACE INTO rule_states (site, person, version, heard, due, state) VALUES (?, ?, ?, ?, ?, ?)");
  const due = database.prepare(`SELECT * FROM rule_states WHERE due <= ? ORDER BY due LIMIT ${DUE}`);
  const next = database.prepare("SELECT min(due) AS due FROM rule_states WHERE due IS NOT NULL");

  const open = (site: string, person: string, row: Row | undefined): RuleRow => {
    const key = JSON.stringify([site, person]);
    const known = rows.get(key);
    if (known) return known;
    const fresh: RuleRow = row
      ? { ...row, due: row.due ?? undefined, state: JSON.parse(row.state) as RuleState, isDirty: false }
      : { site, person, version: 0, heard: 0, state: NOTHING, isDirty: false };
    rows.set(key, fresh);
    return fresh;
  };

  return {
    get(site, person) {
      return rows.get(JSON.stringify([site, person])) ?? open(site, person, read.get(site, person) as Row | undefined);
    },
    due: (now) => (due.all(now) as unknown as Row[]).map((row) => open(row.site, row.person, row)),
    nextDue: () => (next.get() as { due: number | null }).due ?? undefined,
    write() {
      for (const row of rows.values()) {
        if (!row.isDirty) continue;
        const { site, person, version, heard, due: at, state } = row;
        save.run(site, person, version, heard, at ?? null, JSON.stringify(state));
        row.isDirty = false;
      }
    },
    clear: () => rows.clear(),
  };
}
