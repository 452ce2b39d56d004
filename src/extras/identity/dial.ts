/** Finds the country that is chosen beside a phone field: in a list of calling codes, a widget of flags, or as plain text. */
import { read } from "./field";
import { COUNTRY, PHONE, toWords } from "./words";

/** A list of countries is long. */
const LEAST_CHOICES = 5;

/** `+49`, `0049`, `49` or `DE`. */
const CODE = /^(?:\+|00)?([1-9]\d{0,2})$/;
const REGION = /^[A-Z]{2}$/i;

/** What an entry of a list stands for: a region or a calling code. */
function meaning(choice: HTMLOptionElement): string | undefined {
  const { value, text, dataset } = choice;
  for (const word of [dataset.countryCode, dataset.dialCode, value, text, ...(/\+\d{1,3}/.exec(text) ?? [])]) {
    const trimmed = word?.trim() ?? "";
    if (REGION.test(trimmed)) return trimmed.toUpperCase();
    const code = CODE.exec(trimmed);
    if (code) return code[1];
  }
  return undefined;
}

export interface Dial {
  code: string;
  /** Shown or chosen, and not only what the page began with. */
  sure: boolean;
}

/**
 * @param before the field's neighbour in the form, if there is one
 * @param isTouched has the visitor used it?
 */
export function dialOf(field: HTMLInputElement, before: Element | undefined, isTouched: (element: Element) => boolean): Dial | undefined {
  if (before instanceof HTMLSelectElement && before.options.length >= LEAST_CHOICES) {
    const words = toWords(`${read(before, "name")} ${read(before, "id")} ${read(before, "aria-label")}`);
    const isNear = field.parentElement?.contains(before) || field.parentElement?.parentElement?.contains(before) || PHONE.test(words) || COUNTRY.test(words);
    const chosen = before.selectedOptions[0];
    const code = isNear && chosen ? meaning(chosen) : undefined;
    if (code) return { code, sure: isTouched(before) };
  }
  const widget = field.closest(".iti");
  const flag = /\biti__([a-z]{2})\b/.exec(widget?.querySelector(".iti__selected-country .iti__flag, .iti__selected-flag .iti__flag")?.className ?? "");
  if (flag) return { code: flag[1]!.toUpperCase(), sure: true };
  const shown = CODE.exec(field.previousElementSibling?.textContent?.trim() ?? "");
  return shown && field.previousElementSibling!.textContent!.includes("+") ? { code: shown[1]!, sure: true } : undefined;
}
