/** Reads how long an answer asks to be left alone: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */

/** @returns milliseconds, or `undefined` where it does not say */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const told = headers.get("retry-after")?.trim();
  if (told === undefined) return undefined;
  if (/^\d+$/.test(told)) return Number(told) * 1_000;
  // By the clock that wrote it, where the answer tells that one, too.
  const from = Date.parse(headers.get("date") ?? "");
  const until = Date.parse(told);
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(from) ? now : from));
}
