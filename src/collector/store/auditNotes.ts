/** A change and its row of the audit log are one: the row is written in the transaction that makes the change, so that no death parts them. */
import type { AuditEntry } from "./audit";
import type { AuditState } from "./auditStates";
import { witnessed, type Witness } from "./transaction";

/** What is known of a change before it is made. */
export interface AuditDraft extends Omit<AuditEntry, "status" | "before" | "after"> {
  /** What kind of object it is about: the word behind `/v1/`. */
  kind: string;
  /** What will be answered. @param isNew is the object made by it? */
  statusOf(isNew: boolean): number;
}

/** The row that work will leave which changes something. */
export interface AuditNote {
  /** Does the work: its first transaction that changes anything has the row as well. */
  during<Result>(work: () => Result): Result;
  /** Is it on disk? */
  isKept(): boolean;
  /** What happens from now on is no part of it. */
  end(): void;
}

export interface AuditNotesDependencies {
  /** Adds the row, in the transaction that is open. */
  append(entry: AuditEntry): void;
  stateOf: AuditState;
  fingerprint(site: string, text: string): string;
  /** How many rows were ever changed. */
  changes(): number;
}

export function createAuditNotes({ append, stateOf, fingerprint, changes }: AuditNotesDependencies): (draft: AuditDraft) => AuditNote {
  return ({ kind, statusOf, ...draft }) => {
    let state: "open" | "written" | "kept" | "over" = "open";
    let { object } = draft;
    let changesBefore = 0;
    let before: string | undefined;
    const hash = () => {
      const found = stateOf({ site: draft.site, kind, id: object ?? "" });
      return found === undefined ? undefined : fingerprint(draft.site, JSON.stringify(found));
    };

    const witness: Witness = {
      begun() {
        // What was written and not kept went with its transaction.
        if (state === "written") state = "open";
        if (state !== "open") return;
        changesBefore = changes();
        before = hash();
      },
      about(id) {
        if (state !== "open") return;
        object = id;
        before = hash();
      },
      done() {
        if (state !== "open" || changes() === changesBefore) return;
        const after = hash();
        append({
          ...draft, status: statusOf(before === undefined && after !== undefined),
          ...(object !== undefined && { object }), ...(before !== undefined && { before }), ...(after !== undefined && { after }),
        });
        state = "written";
      },
      kept() {
        if (state === "written") state = "kept";
      },
    };

    return {
      during: (work) => witnessed(witness, work),
      isKept: () => state === "kept",
      end() {
        if (state !== "kept") state = "over";
      },
    };
  };
}
