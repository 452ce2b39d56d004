/** Writes a span of time the way a stopwatch shows it, and the way `<time>` wants it. */

const two = (value: number) => String(value).padStart(2, "0");

/** @param ms a span in milliseconds; two clocks may disagree, so less than nothing is nothing */
export function duration(ms: number): { text: string; iso: string } {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  const text = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return { text, iso: `PT${seconds}S` };
}
