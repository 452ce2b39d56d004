/** Makes batches of rows: one visitor each, no larger than the wire allows. */
import { BODY_BYTES } from "../../protocol/limits";
import { isClaim } from "../../protocol/event";
import { sizeOf } from "../bytes";
import type { Batch } from "../../protocol/event";
import type { Row } from "../session/profile";

/** Room for the envelope around the events. */
const ENVELOPE_BYTES = 1_000;

/**
 * The first rows that may travel together; one at least.
 *
 * @param bytes most bytes of a body
 */
export function takeBatch(rows: Row[], bytes = BODY_BYTES): Row[] {
  let room = bytes - ENVELOPE_BYTES;
  const end = rows.findIndex((row, i) => ((room -= sizeOf(row) + 1) < 0 && i) || row.visitor !== rows[0]!.visitor);
  return end < 0 ? rows : rows.slice(0, end);
}

/**
 * The body of a batch. What says who the visitor is stays out of it where that is denied by now, though it was recorded with
 * a yes and is not wiped yet. Its name is that of its first event, so that a retry of the same rows is the same batch.
 */
export function formatBatch(rows: Row[], { key, sentAt, consent }: Pick<Batch, "key" | "sentAt" | "consent">): string {
  const { id, visitor } = rows[0]!;
  const batch: Batch = { v: 1, key, batch: id, sentAt, sdk: "__VERSION__", visitor, consent, events: rows.flatMap(({ visitor: _, ...event }) => (isClaim(event) && consent?.identity === "denied" ? [] : event)) };
  return JSON.stringify(batch);
}
