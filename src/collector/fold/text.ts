/** Reads texts out of data of any shape: what pages send is theirs to form. */

/** Longest text on a card, but for addresses. */
export const CARD_CHARS = 200;

/** @returns the text, or `undefined` when there is none or it is empty */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Cuts a text, and never through the middle of a character. */
export function cut(value: string, chars: number): string {
  return value.length <= chars ? value : value.slice(0, chars).replace(/[\ud800-\udbff]$/, "");
}

/** Like `text`, cut. */
export function shortText(value: unknown, chars = CARD_CHARS): string | undefined {
  const told = text(value);
  return told === undefined ? undefined : cut(told, chars);
}
