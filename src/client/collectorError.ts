/** How the client fails: always by this error, for programs and for people. */
import type { RuleProblem } from "../protocol/rules";

export interface CollectorErrorOptions {
  /** Of the answer; 0 where there was none. */
  status: number;
  /** The collector's word for it, or `network`, `timeout`, `wrong_answer`. */
  error: string;
  /** A sentence that says what to do. */
  message: string;
  /** How long the collector asked to be left alone, milliseconds. */
  retryAfterMs?: number | undefined;
  /** Of a rule set that is not sound: all that is wrong with it. */
  problems?: RuleProblem[] | undefined;
  cause?: unknown;
}

/** A call that failed, after all that was worth trying again. */
export class CollectorError extends Error {
  override readonly name = "CollectorError";
  readonly status: number;
  readonly error: string;
  readonly retryAfterMs: number | undefined;
  readonly problems: RuleProblem[] | undefined;

  constructor({ status, error, message, retryAfterMs, problems, cause }: CollectorErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.error = error;
    this.retryAfterMs = retryAfterMs;
    this.problems = problems;
  }
}
