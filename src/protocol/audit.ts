/** What the audit log tells: who did what to which object, and whether its chain of hashes holds. */

/** Most rows of one answer. */
export const AUDIT_ROWS = 200;

/** One thing that was done, or one read of personal data. Of people it holds ids and keyed hashes, and nothing that they said. */
export interface AuditRow {
  /** From 1 on, without gaps. */
  n: number;
  /** Milliseconds since 1970, by the collector's clock. */
  at: number;
  /** The agent's name, `server`, or `nobody`. Of a login that failed, whose account was tried. */
  who: string;
  /** Whoever was not let in has none. */
  role?: string;
  /** Method and route: `PATCH /v1/contacts/:id`. */
  what: string;
  /** Which of them: an id, or a keyed hash of what was searched for. */
  object?: string;
  /** What was answered. */
  status: number;
  /** How many it stands for, where that is not one: tries to log in that failed after another one in the same quarter of an hour. */
  times?: number;
  /** Keyed hashes of the object as it was and as it is, of what changes one. */
  before?: string;
  after?: string;
  /** Where the request came from. */
  ip?: string;
  /** Covers the row and the hash of the row before it. */
  hash: string;
}

/** What one may ask for alone: logins that failed are neither of the others. */
export const AUDIT_KINDS = ["changes", "reads", "failures"] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Answer of `GET /v1/audit`, newest first. */
export interface AuditRows {
  rows: AuditRow[];
  /** For the next page, where there is one. */
  before?: number;
}

/** Answer of `GET /v1/audit/check`. */
export interface AuditCheck {
  holds: boolean;
  /** Rows from the first on that are as they were written. */
  rows: number;
  /** The first row that is not. */
  broken?: { n: number; why: "changed" | "missing" };
  /** Hash of the last row that was looked at and is sound: kept elsewhere, it proves later that nothing up to it was changed. */
  hash?: string;
}
