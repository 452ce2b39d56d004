/** The audit log: rows that are added and never changed, each with a keyed hash of itself and of the row before it. */
import { setImmediate as pause } from "node:timers/promises";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { AUDIT_KINDS, type AuditCheck, type AuditKind, type AuditRow } from "../../protocol/audit";
import type { Vault } from "../vault/vault";
import { createAuditNotes, type AuditDraft, type AuditNote } from "./auditNotes";
import type { AuditState } from "./auditStates";
import { createCommit } from "./commit";
import { createLoginFailures, type LoginFailure } from "./loginFailures";
import { transact, unwitnessed } from "./transaction";

/** A row before it has its number and its hash. */
export interface AuditEntry extends Omit<AuditRow, "n" | "hash"> {
  site: string;
}

export interface AuditQuery {
  site: string;
  /** Only rows with a lower number. */
  before: number;
  limit: number;
  who?: string | undefined;
  object?: string | undefined;
  /** Without it all. */
  kind?: AuditKind | undefined;
}

export interface AuditStore {
  /** Settles when the row is on disk. For what changes nothing: what does has its row by a note. */
  addAudit(entry: AuditEntry): Promise<void>;
  /** Begins a note of work that may change something. */
  noteAudit(draft: AuditDraft): AuditNote;
  /** Notes a login that failed, for each site that it was tried for; of many within a while the number is noted when that has passed. */
  addLoginFailures(failures: LoginFailure[]): Promise<void>;
  /** Newest first. */
  auditRows(query: AuditQuery): Promise<AuditRow[]>;
  /** Walks over all rows of all sites, and serves others in between. */
  checkAudit(): Promise<AuditCheck>;
}

/** With what the store itself must do: finish what is under way. */
export interface Audit extends AuditStore {
  flush(): void;
}

type Row = { [column in keyof AuditEntry | "n" | "hash"]: string | number | null };

const FIELDS = ["at", "who", "role", "what", "object", "status", "before", "after", "ip"] as const;
const COLUMNS = `n, times, ${FIELDS.map((field) => `"${field}"`).join(", ")}, hash`;
const SLICE = 1_000;

export interface AuditDependencies {
  database: DatabaseSyncInstance;
  vault: Vault;
  stateOf: AuditState;
  fingerprint: (site: string, text: string) => string;
  now: () => number;
}

export function createAudit({ database, vault, stateOf, fingerprint, now }: AuditDependencies): Audit {
  const add = database.prepare(`INSERT INTO audit (site, ${COLUMNS}) VALUES (?${", ?".repeat(FIELDS.length + 3)})`);
  const last = database.prepare("SELECT hash FROM audit WHERE n = ?");
  // It remembers numbers whose rows are gone, so that a log that lost its end does not pass for a shorter one.
  const sequence = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
  const page = database.prepare(`
    SELECT ${COLUMNS} FROM audit WHERE site = ?1 AND n < ?2 AND (?3 IS NULL OR who = ?3) AND (?4 IS NULL OR object = ?4)
      AND (?5 IS NULL OR iif(role IS NULL, 2, what GLOB 'GET *') = ?5) ORDER BY n DESC LIMIT ?6`);
  const total = database.prepare("SELECT total_changes() AS n");
  const slice = database.prepare(`SELECT site, ${COLUMNS} FROM audit WHERE n > ? ORDER BY n LIMIT ${SLICE}`);

  const highest = () => (sequence.get() as { seq: number } | undefined)?.seq ?? 0;
  // Keyed, so that who can write the file and has no master key cannot write a chain that holds.
  const sign = (before: string, row: Row): string =>
    vault.blind(String(row.site), "audit", JSON.stringify([before, row.n, ...FIELDS.map((field) => row[field] ?? null), ...(row.times === null ? [] : [row.times])])).toString("hex");

  const append = (entry: AuditEntry): void => {
    const n = highest() + 1;
    const { hash: before } = (last.get(n - 1) as { hash: string } | undefined) ?? { hash: "" };
    const row: Row = { n, hash: null, role: null, object: null, before: null, after: null, ip: null, times: null, ...entry };
    add.run(entry.site, n, row.times, ...FIELDS.map((field) => row[field]), sign(before, row));
  };
  const commit = createCommit((entries: AuditEntry[]): void[] => unwitnessed(() => transact(database, () => entries.map(append))));
  const failures = createLoginFailures({ database, append });
  const noteAudit = createAuditNotes({ append, stateOf, fingerprint, changes: () => (total.get() as { n: number }).n });

  return {
    async addAudit(entry) {
      await commit.add([entry]);
    },
    noteAudit,
    addLoginFailures: async (failed) => unwitnessed(() => transact(database, () => failed.forEach((one) => failures.add(one)))),
    async auditRows({ site, before, limit, who, object, kind }) {
      if (failures.isDue(now())) unwitnessed(() => transact(database, () => failures.settle(now())));
      const kindNumber = kind === undefined ? null : AUDIT_KINDS.indexOf(kind);
      const rows = page.all(site, before, who ?? null, object ?? null, kindNumber, limit) as unknown as Row[];
      return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as AuditRow);
    },
    async checkAudit() {
      let [n, hash] = [0, ""];
      const broken = (at: number, why: "changed" | "missing"): AuditCheck => ({ holds: false, rows: n, broken: { n: at, why }, ...(hash && { hash }) });
      for (let isMore = true; isMore; await pause()) {
        const rows = slice.all(n) as unknown as Row[];
        for (const row of rows) {
          if (row.n !== n + 1) return broken(n + 1, "missing");
          if (row.hash !== sign(hash, row)) return broken(row.n, "changed");
          [n, hash] = [row.n, row.hash];
        }
        isMore = rows.length === SLICE;
      }
      if (highest() > n) return broken(n + 1, "missing");
      return { holds: true, rows: n, ...(hash && { hash }) };
    },
    flush: () => commit.flush(),
  };
}
