/** Takes out of an address, a title or search words what could tell who somebody is, or let somebody in. */

/** With a country's code: the digits of one at home could be anything's. */
const PHONE = /(\+|%2B|\b00)\d[-\d\s().+]{5,20}\d/gi;
/** What stands between two marks, and of a parameter its name as well. */
const WORD = /(?:([\w.%[\]-]+)=)?([^\s/?#&=;,<>"'()]+)/g;
const CAMPAIGN = /^utm_|clid$/;
/** Names of parameters that say what they hold; short ones only as words of their own. */
const SECRET = /mail|phone|mobile|token|secret|pass|pwd|jwt|otp|sess|signature|(\b|_)(tel|auth|key|code|sid|sig|state|nonce)\b/i;
/** An e-mail; or a run of letters and digits that only a machine makes. */
const VALUE = /.(@|%(25)*40)[^@%]*\.|(?=[a-z]{0,19}\d)(?=\d{0,19}[a-z])[a-z\d]{20}/i;
const HIDDEN = "[hidden]";

/** @returns the text with `[hidden]` for each such value; applied again it changes nothing more */
export const redact = (text: string): string =>
  text.replace(PHONE, HIDDEN).replace(WORD, (all: string, name: string | undefined, value: string) =>
    CAMPAIGN.test(name!) || !(SECRET.test(name!) || VALUE.test(value)) ? all : `${name ? `${name}=` : ""}${HIDDEN}`);
