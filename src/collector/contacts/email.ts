/** Judges e-mail addresses and brings them into one form. */
import { domainToASCII } from "node:url";

/** Characters that take no room, and come with a paste. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF]/g;
/** Longest address: https://www.rfc-editor.org/errata/eid1690 */
const ADDRESS_BYTES = 254;
/** Longest part before the @. Source: RFC 5321, section 4.5.3.1.1. */
const LOCAL_BYTES = 64;
/** Words between single dots: of ASCII the letters that RFC 5322 allows, and every letter, mark, digit and sign beyond (RFC 6531). */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~\u00A1-\u{10FFFF}-]+(\.[\w!#$%&'*+/=?^`{|}~\u00A1-\u{10FFFF}-]+)*$/u;
/** What looks like nothing, turns text around or is half a character. */
const UNSEEN = /[\p{C}\p{Z}]/u;
const LABEL = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;
const TOP_LEVEL = /^(?!\d+$)[a-z\d-]{2,}$/;
const GMAIL = ["gmail.com", "googlemail.com"];

/**
 * The canonical form of an address: NFKC, ASCII in lower case, the domain as A-labels.
 *
 * @returns `undefined` when mail cannot be sent to it over the internet
 */
export function normalizeEmail(given: string): string | undefined {
  if (given.length > 4 * ADDRESS_BYTES) return undefined;
  const bare = given.normalize("NFKC").replace(INVISIBLE, "").trim().replace(/^mailto:/i, "").replace(/^<(.*)>$/, "$1");
  const at = bare.lastIndexOf("@");
  const local = bare.slice(0, Math.max(at, 0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const domain = toDomain(bare.slice(at + 1));
  if (domain === undefined || !LOCAL.test(local) || UNSEEN.test(local) || Buffer.byteLength(local) > LOCAL_BYTES) return undefined;
  const address = `${local}@${domain}`;
  return Buffer.byteLength(address) > ADDRESS_BYTES ? undefined : address;
}

/**
 * The mailbox that a canonical address is of, where its provider is known to have several writings for it: Gmail ignores dots and
 * what follows a plus. Two addresses of one mailbox may be one person; nothing is matched by it.
 */
export function mailboxOf(canonical: string): string {
  const at = canonical.lastIndexOf("@");
  if (!GMAIL.includes(canonical.slice(at + 1))) return canonical;
  const local = canonical.slice(0, at).replace(/\+.*$/, "").replaceAll(".", "");
  return `${local}@gmail.com`;
}

function toDomain(given: string): string | undefined {
  // Some of what the conversion lets through, a port or a path, is no part of a domain.
  if (/[^\p{L}\p{M}\p{N}.\-\u3002]/u.test(given)) return undefined;
  const domain = domainToASCII(given.replace(/\.$/, "")).toLowerCase();
  const labels = domain.split(".");
  const [top = ""] = labels.slice(-1);
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && TOP_LEVEL.test(top) ? domain : undefined;
}
