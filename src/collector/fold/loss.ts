/** Reads what pages report of their own losses: events given up in the browser, and storage that failed. */
import { DEGRADED_REASONS, DROP_REASONS, type StoredEvent } from "../../protocol/event";
import { DROPPED_PER_REPORT, ID_CHARS } from "../../protocol/limits";

/** Numbered events of a session that will never arrive. It counts only when the visitor is the session's. */
export interface Drop {
  session: string;
  /** `""` when the page gave none. */
  visitor: string;
  reason: string;
  count: number;
}

type Report = Pick<StoredEvent, "type" | "source" | "session" | "visitor" | "data">;

/** @returns what was given up, or `undefined` when the event tells of no such thing or nothing that can be believed */
export function toDrop({ type, source, session: own, visitor, data }: Report): Drop | undefined {
  if (type !== "sdk.dropped" || source !== "page") return undefined;
  const { session = own, reason, count } = data;
  if (typeof session !== "string" || session === "" || session.length > ID_CHARS) return undefined;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1) return undefined;
  // Who names no visitor cannot be told from anybody else, and speaks of their own session only.
  if (session !== own && visitor === undefined) return undefined;
  return { session, visitor: visitor ?? "", reason: known(DROP_REASONS, reason), count: Math.min(count, DROPPED_PER_REPORT) };
}

/** @returns why a page's storage failed, or `undefined` when the event tells of no such thing */
export function degradedReason({ type, source, data }: Report): string | undefined {
  return type === "sdk.degraded" && source === "page" ? known(DEGRADED_REASONS, data.reason) : undefined;
}

/** Pages may send any word; what is counted by must be few. */
function known(words: readonly string[], reason: unknown): string {
  return words.find((word) => word === reason) ?? "other";
}
