/** Decides from what a page tells of a field, whatever is in it, whose and what kind of address may be expected there. */
import { AREA, CODE, COUNTRY, EMAIL, EXTENSION, NEVER, NOT_PHONE, NUMBER, OTHERS, PHONE } from "./words";

/** What the page tells of a field. The texts are words: see `toWords`. */
export interface Facts {
  /** As written in the page; a type that no browser knows is a text. */
  type: string;
  inputMode: string;
  /** The tokens of `autocomplete`, in lower case. */
  autocomplete: string;
  /** Its name and id. */
  name: string;
  /** Its labels, placeholder and what stands before it. */
  label: string;
}

/** What may be taken from a field, if its value is of that kind. */
export interface Kind {
  email: boolean;
  phone: boolean;
  /** Which part of a phone number it may hold, if not all of it. */
  part?: "country" | "area" | "local" | "extension";
}

export const NOTHING: Kind = { email: false, phone: false };
const SECRET = /^(cc-|one-time-code|bday|transaction-)/;
/** Names, addresses and the like; whatever else is written there is a site's own invention. */
const OTHER = /^(.*name|honorific.*|organi[sz]ation.*|street-address|address-.*|country|postal-code|language|sex|url|photo|impp)$/;
const PARTS: { [token: string]: Kind["part"] } = {
  "tel-country-code": "country",
  "tel-area-code": "area",
  "tel-local": "local",
  "tel-local-prefix": "local",
  "tel-local-suffix": "local",
  "tel-extension": "extension",
};

export function kindOf({ type, inputMode, autocomplete, name, label }: Facts): Kind {
  const tokens = autocomplete.split(/\s+/).filter((token) => token !== "webauthn");
  const token = tokens[tokens.length - 1] ?? "";
  const texts = [name, label];
  const says = (list: RegExp) => texts.some((text) => list.test(text));
  if (SECRET.test(token) || says(OTHERS)) return NOTHING;

  const isMail = token === "email" || type === "email" || inputMode === "email" || says(EMAIL);
  // Sites name an e-mail `new-password` to keep the browser's own suggestions away, and nothing else.
  if (token.endsWith("password")) return { email: isMail, phone: false };
  const part = PARTS[token] ?? partOf(texts);
  if (token.startsWith("tel")) return { email: isMail, phone: !tokens.includes("fax") && !tokens.includes("pager") && part !== "extension", ...(part && { part }) };
  if (!isMail && says(NEVER)) return NOTHING;

  const verdicts = texts.map(isPhone);
  // A keypad is given to all kinds of numbers, and the page's word for this one is none for a phone.
  const isTel = (type === "tel" || inputMode === "tel") && !OTHER.test(token);
  const phone = part !== "extension" && !verdicts.includes(false) && (verdicts.includes(true) || (isTel && !isMail && !says(NUMBER)));
  return { email: true, phone, ...(part && { part }) };
}

/** Whichever is named first is what the field is for: what follows explains. */
function isPhone(text: string): boolean | undefined {
  const named = PHONE.exec(text)?.index ?? Infinity;
  const other = NOT_PHONE.exec(text)?.index ?? Infinity;
  if (CODE.test(text.replace(COUNTRY, "").replace(AREA, ""))) return false;
  return named < other || (other < Infinity ? false : undefined);
}

function partOf(texts: string[]): Kind["part"] {
  const says = (list: RegExp) => texts.some((text) => list.test(text));
  // "Phone and extension" is a phone, but what is named `phone_ext` is not.
  if (EXTENSION.test(texts[0]!.split(" ").pop()!) || texts.some((text) => EXTENSION.test(text.slice(0, PHONE.exec(text)?.index)))) return "extension";
  if (says(COUNTRY)) return "country";
  return says(AREA) ? "area" : undefined;
}
