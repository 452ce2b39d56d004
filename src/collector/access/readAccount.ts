/** Reads what is said of an account: a name that cards can show, and queues. Its e-mail is read as contacts' are. */
import { NAME_CHARS } from "../../protocol/account";
import { FACT_CHARS } from "../../protocol/limits";
import { SETTING_ENTRIES } from "../../protocol/settings";
import { clean } from "../ingest/clean";

/** @returns the name, or `undefined` where nothing is left of it */
export function readName(given: unknown): string | undefined {
  if (typeof given !== "string") return undefined;
  return clean(given).replace(/\s+/g, " ").trim().slice(0, NAME_CHARS).trim() || undefined;
}

/** @returns queues as cards name them, each once, or `undefined` where it is no list of such */
export function readQueues(given: unknown): string[] | undefined {
  if (!Array.isArray(given) || given.length > SETTING_ENTRIES) return undefined;
  const isQueue = (queue: unknown): queue is string => typeof queue === "string" && queue.trim() !== "" && queue.length <= FACT_CHARS && clean(queue) === queue;
  return given.every(isQueue) ? [...new Set(given)] : undefined;
}
