/** Says who is in a map's control group: always the same people, and of each map others. */
import { createHash } from "node:crypto";
import type { ActionMap } from "../../protocol/rules";

const BYTES = 6;

/** @param visitor whoever it is about: the share is of people, so that a person's next visit finds the same */
export function isControl({ id, control = 0 }: Pick<ActionMap, "id" | "control">, visitor: string): boolean {
  if (control <= 0) return false;
  const hash = createHash("sha256").update(JSON.stringify([id, visitor])).digest();
  return hash.readUIntBE(0, BYTES) / 2 ** (8 * BYTES) < control;
}
