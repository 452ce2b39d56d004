/** Looks at what was typed: is it a phone number, and is it nothing that must never be taken? */
import { PHONE_CHARS, plain } from "./phone";

/** Of all digits as typed. */
const LEAST_DIGITS = 7;
const MOST_DIGITS = 15;

/** Digits, and what people write between them; a letter only where an extension or a word for a number begins. */
const SHAPE = /^(?:tel:)?[\s(+]*\d[\d\s().+/\u2010-\u2015\u2212\u30FC·-]*(?:(?:,|;|\s)*(?:ext|x|#|доб|durchwahl|ramal|anexo)[\w.=: ]{1,16})?$/i;
const DATE = /^\s*\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{1,4}\s*$/;
/** Social security numbers of the United States. */
const SSN = /^\s*\d{3}[- ]\d{2}[- ]\d{4}\s*$/;

/** @returns whether a field may give this as a phone number, whole or joined from its boxes */
export function isPhone(value: string): boolean {
  if (value.length > PHONE_CHARS) return false;
  const text = plain(value);
  if (!SHAPE.test(text) || DATE.test(text) || SSN.test(text)) return false;
  const digits = text.replace(/(?:ext|x|#|доб|durchwahl|ramal|anexo).*$/i, "").replace(/\D/g, "");
  if (digits.length < LEAST_DIGITS || digits.length > MOST_DIGITS || /^(\d)\1*$/.test(digits)) return false;
  // Nobody writes a plus before a card's number, and none begins with a zero.
  return /^\s*\(?[+0]/.test(text) || !isCard(digits);
}

/** @returns whether it could be one of several boxes of a number, or what stands between them */
export const isPart = (value: string): boolean => /^[\s(+]*\p{Nd}[\p{Nd}\s().-]{0,11}$/u.test(value);

/** Source: ISO/IEC 7812-1, annex B. */
function isCard(digits: string): boolean {
  if (digits.length < 12) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (1 + (i % 2));
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
