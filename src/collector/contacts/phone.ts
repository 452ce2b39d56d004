/** Judges phone numbers, by Google's metadata in libphonenumber-js: the browser's own E.164 is a hint. */
import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from "libphonenumber-js/max";

export interface PhoneOptions {
  /** The region whose numbering plan a national number follows: ISO 3166, two letters. */
  region?: string | undefined;
  /** What the browser makes of it. */
  e164?: string | undefined;
}

/** What is known of a number as somebody wrote it. */
export interface Phone {
  /** Its one form, without an extension. */
  e164?: string;
  region?: string;
  /** MOBILE, FIXED_LINE and others of libphonenumber's words, where it can tell. */
  type?: string;
  /** An extension, which is no part of the key: a switchboard is one contact's phone. */
  ext?: string;
  /** May it be called at all? */
  valid: boolean;
}

/** Nobody writes a longer one. */
const PHONE_CHARS = 250;

/** @param given in any writing: national, international, `tel:`, with an extension */
export function parsePhone(given: string, { region, e164 }: PhoneOptions = {}): Phone {
  const country = toCountry(region);
  const text = given.slice(0, PHONE_CHARS).normalize("NFKC").replace(/\p{Nd}/gu, toDigit);
  const numbers = [read(plain(text), country), e164 === undefined ? undefined : read(e164.slice(0, PHONE_CHARS), country)];
  const number = numbers.find((one) => one?.isValid()) ?? numbers.find((one) => one !== undefined);
  if (!number) return { valid: false };
  const type = number.getType();
  return {
    e164: number.number,
    ...(number.country && { region: number.country }),
    ...(type && { type }),
    ...(number.ext && { ext: number.ext }),
    valid: number.isValid(),
  };
}

/** A decimal digit of any script: in each they stand in order, and no two scripts' follow each other, but for the few where ten do. */
function toDigit(char: string): string {
  const code = char.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

/**
 * The number of a `tel:` address (RFC 3966), with the country code of its context. The library reads contexts, too, but every
 * second time only: it tests with a regular expression that remembers where it was.
 */
function plain(text: string): string {
  const [number = "", ...parameters] = text.trim().replace(/^tel:\s*/i, "").split(";");
  const named = (name: string) => parameters.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const context = /^\+[\d-]+$/.exec(named("phone-context") ?? "")?.[0];
  const ext = named("ext");
  // A context may be the country's code and the area's: then what comes before is no national number, and has no trunk zero.
  const whole = context !== undefined && !number.startsWith("+") ? `${context} ${number}` : number;
  return ext === undefined ? whole : `${whole} ext. ${ext}`;
}

function read(text: string, country: CountryCode | undefined): PhoneNumber | undefined {
  return parsePhoneNumberFromString(text, { ...(country && { defaultCountry: country }), extract: false });
}

function toCountry(region: string | undefined): CountryCode | undefined {
  const upper = region?.toUpperCase() ?? "";
  return isSupportedCountry(upper) ? upper : undefined;
}
