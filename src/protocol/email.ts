/** One writing for every way to write the same e-mail address: browser and collector must agree on it to the letter. */

/** Longest address, and what stands before its at sign. Source: RFC 5321, 4.5.3.1. */
const EMAIL_BYTES = 254;
const LOCAL_BYTES = 64;
/** Without an at sign, of whatever width, nothing is an address. */
export const AT = /[@\uFF20\uFE6B]/;
/** What people put around an address is not much longer. */
const RAW_CHARS = 400;

/** Words parted by single dots, an at sign, and a domain of at least two names, the last of which is none of digits. */
const SHAPE =
  /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])$/u;

/**
 * The address as it is compared and looked up: lower case, the domain in ASCII. It tells nothing of whether there is such a mailbox.
 *
 * @param raw any text
 * @returns nothing if it is no address that the web's mail forms would take
 */
export function normalizeEmail(raw: string): string | undefined {
  if (raw.length > RAW_CHARS || !AT.test(raw)) return undefined;
  const text = raw.normalize("NFKC").replace(/[\u200B-\u200D\u2060\uFEFF]/g, "").trim().replace(/^mailto:/i, "").replace(/^<(.*)>$/s, "$1");
  const at = text.lastIndexOf("@");
  const domain = toAscii(text.slice(at + 1).replace(/\.$/, ""));
  // Only English capitals have one small form in every language; with an accent that follows, it may be one letter.
  const local = text.slice(0, Math.max(at, 0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase()).normalize();
  const address = `${local}@${domain}`;
  return SHAPE.test(address) && fits(address, EMAIL_BYTES) && fits(local, LOCAL_BYTES) ? address : undefined;
}

/** No unit of a text takes more than three bytes, and most texts are short. */
const fits = (text: string, bytes: number) => text.length * 3 <= bytes || new TextEncoder().encode(text).length <= bytes;

/** A domain as the network writes it. */
function toAscii(domain: string): string {
  if (/^[\x21-\x7E]*$/.test(domain) && !/xn--/i.test(domain)) return domain.toLowerCase();
  try {
    // What would end the host would also begin something else.
    return /[\s/\\?#@:%[\]]/.test(domain) ? "" : new URL(`http://${domain}`).hostname;
  } catch {
    return "";
  }
}
