/** Says in words why events were lost, why storage failed, or why an action map did not act. */
import { words } from "./words/words";

/** Words of the tracker and names of the browser's errors that mean the same to a person. */
const STORAGE: { [reason: string]: "blocked" | "full" | "timeout" } = {
  blocked: "blocked", SecurityError: "blocked", full: "full", QuotaExceededError: "full", timeout: "timeout", TimeoutError: "timeout",
};

const known = (list: { [reason: string]: string }, reason: string) => (Object.hasOwn(list, reason) ? list[reason] : undefined);
const plain = (reason: string) => reason.replace(/_/g, " ");

export const droppedBecause = (reason: string): string => known(words.reasons.dropped, reason) ?? words.reasons.other;
export const degradedBecause = (reason: string): string => words.reasons.storage[(Object.hasOwn(STORAGE, reason) && STORAGE[reason]) || "other"];
/** The collector's words for what is wrong with an event are nearly words already: `too_many_keys`. A copy is not wrong. */
export const refusedBecause = (reason: string): string => (reason === "copy" ? words.reasons.copy : plain(reason));
export const blockedBecause = (reason: string): string => known(words.reasons.blocked, reason) ?? plain(reason);
