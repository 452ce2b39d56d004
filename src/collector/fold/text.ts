/**
 * Reads a text out of data of any shape: what pages send is theirs to form.
 *
 * @returns the text, or `undefined` when there is none or it is empty
 */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
