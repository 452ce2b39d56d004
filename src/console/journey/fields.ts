/** Reads the data of steps as text, however odd it is. */

/** Longest value shown; visitors can paste novels into a search field. */
const SHOWN_CHARS = 300;

/** A field of a step, by its path, as text; what is absent or empty is `""`. */
export type Read = (...path: string[]) => string;

export function reader(data: object): Read {
  return (...path) => shown(path.reduce<unknown>(field, data));
}

/** What is no text as JSON; what is long is cut. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}

function field(from: unknown, key: string): unknown {
  return typeof from === "object" && from !== null && Object.hasOwn(from, key) ? (from as { [key: string]: unknown })[key] : undefined;
}
