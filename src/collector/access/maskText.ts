/** What is left of a name, an e-mail or a phone for those who may not see it: enough to tell two apart, and not to know whose it is. */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

const DOTS = "•••";
/** Bounded, or a long text without any would take for ever. Widths and codes of the at sign count, too. */
const EMAIL = /[^\s<>"'(),;:=/?&]{1,64}(?:[@\uFF20\uFE6B]|%(?:25)*40)[^\s<>"'(),;:=/?&@]{1,255}\.[^\s<>"'(),;:=/?&@.]{1,63}/gi;
/** With a country's code, wherever it stands. */
const PHONE = /(?:\+|%2B)\d[\d\s().-]{5,20}\d/gi;
/** A text that is a number and nothing else. */
const NUMBER = /^[+\d][\d\s()./-]{5,24}$/;
const SHOWN_DIGITS = 4;

/** `j•••@e•••.com`, `+44 •••••1234`, `J•••`. */
export function maskWord(text: string): string {
  const word = text.trim();
  if (word === "") return "";
  if (/[@\uFF20\uFE6B]/.test(word)) return maskEmail(word);
  return NUMBER.test(word) ? maskPhone(word) : firstOf(word) + DOTS;
}

/** Masks e-mails and phones within a text that is somebody's by accident only. */
export function maskWithin(text: string): string {
  return text.replace(EMAIL, maskEmail).replace(PHONE, maskPhone);
}

/** An address without what may stand behind its path. */
export function maskAddress(address: string): string {
  return maskWithin(address.replace(/[?#].*$/s, ""));
}

function maskEmail(email: string): string {
  const [, local = "", domain = ""] = /^(.*?)(?:[@\uFF20\uFE6B]|%(?:25)*40)(.*)$/is.exec(email) ?? [];
  const end = /\.([a-z]{2,24})$/i.exec(domain)?.[1];
  return `${firstOf(local)}${DOTS}@${firstOf(domain)}${DOTS}${end === undefined ? "" : `.${end}`}`;
}

function maskPhone(phone: string): string {
  const digits = phone.replace(/%2B/i, "+").replace(/[^+\d]/g, "");
  const code = parsePhoneNumberFromString(digits)?.countryCallingCode;
  return `${code === undefined ? "" : `+${code} `}${DOTS}••${digits.slice(-SHOWN_DIGITS)}`;
}

function firstOf(text: string): string {
  return [...text][0] ?? "";
}
