/** Tells which writings of an e-mail address reach one mailbox. */

const GMAIL = ["gmail.com", "googlemail.com"];

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
