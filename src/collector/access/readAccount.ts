/** Reads what is said of an account: a name that cards can show. Its e-mail is read as contacts' are. */
import { NAME_CHARS } from "../../protocol/account";
import { clean } from "../ingest/clean";

/** @returns the name, or `undefined` where nothing is left of it */
export function readName(given: unknown): string | undefined {
  if (typeof given !== "string") return undefined;
  return clean(given).replace(/\s+/g, " ").trim().slice(0, NAME_CHARS).trim() || undefined;
}
