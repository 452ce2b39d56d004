/** Shows the colour of a rule, whatever it is, so that all that stands on it or beside it can be read, and the colour is never all that tells. */
import type { ComponentChildren } from "preact";

/** @returns `#rrggbb`, or nothing for what is no such colour */
export const colorOf = (value: unknown): string | undefined => (typeof value === "string" && /^#[\da-f]{6}$/i.test(value) ? value : undefined);

/** What can be read on a colour: black or white, whichever is further from it. */
export function inkOn(color: string): "#000" | "#fff" {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  // Relative luminance by WCAG 2: at this one the contrasts to black and to white are the same.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

/** A small square of the colour; a line keeps it apart from what it lies on. */
export function Swatch({ color }: { color: unknown }) {
  return <svg class="swatch" viewBox="0 0 16 16" aria-hidden="true"><rect x="1" y="1" width="14" height="14" rx="4" fill={colorOf(color) ?? "none"} /></svg>;
}

/** A disc of the colour with an icon on it. */
export function Badge({ color, children }: { color: string; children: ComponentChildren }) {
  return <span class="badge" style={{ background: color, color: inkOn(color) }}>{children}</span>;
}
