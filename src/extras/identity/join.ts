/** Joins the boxes of a form into phone numbers: one box a number, or one number over several. */
import { callingCode, plain, toE164 } from "./phone";
import { isPhone } from "./values";
import type { Kind } from "./kind";

/** A field of a form with what was typed into it, in the order of the page. */
export interface Box<Field = unknown> {
  field: Field;
  kind: Kind;
  value: string;
  /** Its name and id in words, and whether it has any label of its own. */
  name: string;
  labelled: boolean;
  /** Infinite where the page sets none. */
  maxLength: number;
  /** The region or calling code that is chosen beside it. */
  dial?: string | undefined;
}

export interface Joined<Field> {
  /** As typed; boxes are parted by spaces. */
  phone: string;
  fields: Field[];
  /** The region or calling code that it was written for. */
  region: string | undefined;
}

/** Most boxes of one number. */
const BOXES = 4;
/** Longest part of a number that has others. */
const PART_DIGITS = 5;
/** Longest last part, and longest of all. */
const LAST_DIGITS = 8;
const MOST_DIGITS = 15;
const LEAST_DIGITS = 7;

const digitsOf = (value: string) => plain(value).replace(/\D/g, "");
const isDigits = ({ value }: Box) => /^[\s(+]*\d[\d\s().-]*$/.test(plain(value));

/** @param region whose calling code a box may hold without a plus */
export function joinPhones<Field>(boxes: Box<Field>[], region: string | undefined): Joined<Field>[] {
  const found: Joined<Field>[] = [];
  const add = (phone: string, parts: Box<Field>[]) => {
    const from = parts.find(({ dial }) => dial)?.dial ?? region;
    // All numbers of North America are of one length; elsewhere only the collector knows which are none.
    if (callingCode(from) !== "1" || toE164(phone, from).e164) found.push({ phone, fields: parts.map(({ field }) => field), region: from });
  };
  for (let i = 0; i < boxes.length; i++) {
    const first = boxes[i]!;
    const parts = isDigits(first) && (first.kind.phone || first.kind.part) && first.kind.part !== "extension" ? partsFrom(boxes, i) : [first];
    const phone = write(parts, region);
    if (parts.length > 1 && isPhone(phone)) {
      add(phone, parts);
      i += parts.length - 1;
    } else if (first.kind.phone && isPhone(first.value)) {
      // Even where the page names a part only: none is as long.
      add(first.value, [first]);
    }
  }
  return found;
}

/** The box and those after it that go on with the same number. */
function partsFrom<Field>(boxes: Box<Field>[], start: number): Box<Field>[] {
  const parts = [boxes[start]!];
  let digits = digitsOf(parts[0]!.value).length;
  const { part } = parts[0]!.kind;
  if (digits > PART_DIGITS) return parts;
  while (parts.length < BOXES) {
    const last = parts[parts.length - 1]!;
    const next = boxes[start + parts.length];
    if (!next || !isDigits(next) || next.kind.part === "extension" || !belongs(next, last)) break;
    // A box with a label of its own begins the next number, once this one is long enough.
    if (digits >= LEAST_DIGITS && next.labelled) break;
    const more = digitsOf(next.value).length;
    // After a country's code the whole number may follow, and after an area's the rest.
    const most = part === "country" && parts.length === 1 ? MOST_DIGITS : LAST_DIGITS;
    if (more > most || digits + more > MOST_DIGITS) break;
    parts.push(next);
    digits += more;
    if (more > PART_DIGITS) break;
  }
  return digits >= LEAST_DIGITS ? parts : parts.slice(0, 1);
}

/** Is this box, which follows another's digits, made for more of them? */
function belongs(next: Box, last: Box): boolean {
  if (next.kind.part && next.kind.part !== "country") return true;
  if (next.kind.phone) return true;
  const isSmall = next.maxLength <= PART_DIGITS;
  return !next.labelled && (isSmall || stem(next.name) === stem(last.name));
}

/** Names of boxes of one number differ at their end only. */
const stem = (name: string) => name.split(" ")[0]!.replace(/\d+$/, "").slice(0, 2);

function write(parts: Box[], region: string | undefined): string {
  const [first, ...rest] = parts;
  const digits = digitsOf(first!.value);
  const isCode = rest.length > 0 && (first!.kind.part === "country" || (rest.length > 1 && digits.length <= 3)) && digits === callingCode(region);
  const plus = rest.length > 0 && !/\+/.test(first!.value) && (isCode || (first!.kind.part === "country" && digits.length <= 3)) ? "+" : "";
  const national = rest.map(({ value }) => value.trim());
  // The zero of a national number has no place behind a country's code.
  if (plus || /\+/.test(first!.value)) national[0] = national[0]?.replace(/^0/, "") ?? "";
  return [`${plus}${first!.value.trim()}`, ...national].join(" ");
}
