/** Takes from fields that belong together the e-mails and phones that their visitor typed there, and nothing else. */
import { normalizeEmail } from "../../protocol/email";
import { dialOf } from "./dial";
import { describe, isIgnored, isSeen, isTextField, read } from "./field";
import { joinPhones } from "./join";
import type { Box } from "./join";
import { NOTHING, kindOf } from "./kind";
import type { Kind } from "./kind";
import { isPart, isPhone } from "./values";

/** What one or several fields hold. */
export interface Finding {
  email?: string;
  /** The e-mail as all that write to the same one are told alike. */
  key?: string;
  phone?: string;
  /** The region or calling code that the phone was written for. */
  region?: string | undefined;
  /** May it be taken, by all that the page tells and shows of its fields? The first answer holds. */
  isTaken: () => boolean;
}

export interface CollectOptions {
  /** In the order of the page; whatever is no text field may be among them. */
  fields: Element[];
  region: string | undefined;
  /** Does a country that the page has chosen beside a field know better? */
  isGuess: boolean;
  /** Has the visitor had a hand in it? */
  isTouched: (element: Element) => boolean;
  /** Was it ever a field for a password? */
  isSecret: (element: Element) => boolean;
}

/** Browsers fill fields in for their visitors. Those without the word do not know the selector. */
function isFilledIn(field: Element): boolean {
  try {
    return field.matches(":autofill");
  } catch {
    return false;
  }
}

/** A site may name a field's kind itself. */
function ownKind(field: Element): Kind | undefined {
  const kind = read(field, "data-pe").toLowerCase();
  return kind === "email" || kind === "phone" ? { email: kind === "email", phone: kind === "phone" } : undefined;
}

const once = (ask: () => boolean) => {
  let answer: boolean | undefined;
  return () => (answer ??= ask());
};

/** Of most values that are found, their page has said so before: only of the others it is asked, and has to be laid out. */
export function collect({ fields, region, isGuess, isTouched, isSecret }: CollectOptions): Finding[] {
  const boxes: Box<Element>[] = [];
  const found: Finding[] = [];
  for (const [i, field] of fields.entries()) {
    if (!isTextField(field)) continue;
    const { value } = field;
    if (!value) continue;
    const own = ownKind(field);
    if (!(own || isTouched(field) || isFilledIn(field)) || isSecret(field) || isIgnored(field)) continue;
    const key = normalizeEmail(value);
    if (key) found.push({ email: value.trim(), key, isTaken: once(() => (own ?? kindOf(describe(field))).email && isSeen(field)) });
    // Most of what is typed is no number, and only parts others.
    if (key || (!isPart(value) && !isPhone(value))) {
      boxes.push({ field, value, kind: NOTHING, name: "", labelled: false, maxLength: 0 });
      continue;
    }
    const facts = describe(field);
    const kind = own ?? kindOf(facts);
    const dial = dialOf(field, fields[i - 1], isTouched);
    boxes.push({
      field,
      kind,
      value,
      name: facts.name,
      labelled: facts.labelled,
      maxLength: field.maxLength > 0 ? field.maxLength : Infinity,
      dial: dial && (dial.sure || isGuess) ? dial.code : undefined,
    });
  }
  const phones = joinPhones(boxes, region).map(({ phone, fields: boxed, region: from }) => ({ phone, region: from, isTaken: once(() => boxed.every(isSeen)) }));
  return [...found, ...phones];
}
