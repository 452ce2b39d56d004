/** Reads what a site sets a connector up with, and says what is wrong with it. */
import { at, text } from "./fields";
import { findConnector, VENDOR_NAMES } from "./vendors";
import type { Names } from "./connector";

const NAMES = 2_000;
const NAME_CHARS = 200;
const SECRET_CHARS = 500;

/** What a site may say; a field that it does not name stays as it was. */
export interface Settings {
  secret?: string;
  names?: Names;
}

/** @returns the settings, or a sentence that says what to change */
export function parseSettings(vendor: string, body: unknown): Settings | { problem: string } {
  const [secret, names] = [at(body, "secret"), at(body, "names")];
  if (secret !== undefined) {
    if (text(secret) === undefined || typeof secret !== "string" || secret.length > SECRET_CHARS) return { problem: `secret must be a text of at most ${SECRET_CHARS} characters.` };
    const problem = findConnector(vendor)?.refuseSecret?.(secret);
    if (problem !== undefined) return { problem };
  }
  if (names !== undefined && !isNames(names)) return { problem: `names must be an object of ids and what they are called: at most ${NAMES} texts of at most ${NAME_CHARS} characters.` };
  return { ...(secret !== undefined && { secret: secret as string }), ...(names !== undefined && { names }) };
}

/** @returns the name of the vendor, or a sentence that says which there are */
export function parseVendor(body: unknown): { vendor: string } | { problem: string } {
  const vendor = at(body, "vendor");
  return typeof vendor === "string" && findConnector(vendor) ? { vendor } : { problem: `vendor must be one of ${VENDOR_NAMES.join(", ")}. What none of them is, and can sign by Standard Webhooks, is standard.` };
}

function isNames(names: unknown): names is Names {
  if (typeof names !== "object" || names === null || Array.isArray(names)) return false;
  const entries = Object.entries(names);
  return entries.length <= NAMES && entries.every(([id, name]) => id.length <= NAME_CHARS && typeof name === "string" && name !== "" && name.length <= NAME_CHARS);
}
