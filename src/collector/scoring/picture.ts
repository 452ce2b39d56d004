/** Draws what was foretold against what became of it, as SVG. */
import type { Evaluation } from "../../protocol/scores";
import { cut } from "../fold/text";

const SIDE = 300;
const LEFT = 56;
const TOP = 34;
const BOTTOM = 64;
const RIGHT = 24;
const TICKS = 4;
const LEAST_RADIUS = 3;
const MOST_RADIUS = 9;

/** What has room above it. */
const NAME_CHARS = 30;
const PERCENT = 100;
/** Names are the site's own: nothing of them may be taken for markup. */
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const tenths = (value: number) => Number(value.toFixed(1));

/**
 * A dot for each bin, as large as it has visits: on the diagonal what was foretold is what became of it. In the colour of the text
 * around it, light or dark; what it shows is in its description, too.
 */
export function drawCalibration({ bins, visits }: Pick<Evaluation, "bins" | "visits">, name: string): string {
  // Rare outcomes have their corner enlarged.
  const highest = Math.max(...bins.flatMap(({ foretold, achieved }) => [foretold, achieved]), 0.01);
  const most = [0.02, 0.05, 0.1, 0.2, 0.5, 1].find((bound) => bound >= highest) ?? 1;
  const x = (share: number) => tenths(LEFT + (share / most) * SIDE);
  const y = (share: number) => tenths(TOP + SIDE - (share / most) * SIDE);
  const percent = (share: number) => `${tenths(share * PERCENT)}%`;
  const largest = Math.max(...bins.map(({ count }) => count), 1);
  const radius = (count: number) => tenths(LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * Math.sqrt(count / largest));

  const ticks = Array.from({ length: TICKS + 1 }, (_, i) => (i / TICKS) * most);
  const grid = ticks.map((share) => `<path d="M${x(0)} ${y(share)}H${x(most)}M${x(share)} ${y(0)}V${y(most)}" stroke="currentColor" stroke-opacity=".15"/>`);
  const labels = ticks.map((share) =>
    `<text x="${x(0) - 8}" y="${y(share) + 4}" text-anchor="end">${percent(share)}</text><text x="${x(share)}" y="${y(0) + 18}" text-anchor="middle">${percent(share)}</text>`);
  const words = bins.map(({ count, foretold, achieved }) => `${percent(foretold)} foretold, ${percent(achieved)} achieved, ${count} visits`);
  const dots = bins.map(({ count, foretold, achieved }, i) =>
    `<circle cx="${x(foretold)}" cy="${y(achieved)}" r="${radius(count)}" fill="currentColor" fill-opacity=".75"><title>${words[i]}</title></circle>`);
  const line = `<polyline points="${bins.map(({ foretold, achieved }) => `${x(foretold)},${y(achieved)}`).join(" ")}" fill="none" stroke="currentColor" stroke-opacity=".5"/>`;

  const [width, height] = [LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM];
  const titleOf = (called: string) => `How well “${escape(called)}” was foretold`;
  const heading = name.length > NAME_CHARS ? `${cut(name, NAME_CHARS)}…` : name;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="11" fill="currentColor"><title>${titleOf(name)}</title>`
    + `<desc>Of ${visits} visits that were held back, by likelihood: ${words.join("; ")}.</desc>`
    + `<text x="${LEFT}" y="18" font-size="13">${titleOf(heading)}</text>`
    + grid.join("")
    + `<path d="M${x(0)} ${y(0)}L${x(most)} ${y(most)}" stroke="currentColor" stroke-dasharray="4 4" stroke-opacity=".6"/>`
    + line + dots.join("") + labels.join("")
    + `<text x="${x(most / 2)}" y="${y(0) + 40}" text-anchor="middle">foretold</text>`
    + `<text transform="translate(14 ${y(most / 2)}) rotate(-90)" text-anchor="middle">achieved</text></svg>`;
}
