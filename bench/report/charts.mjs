/** Draws the charts as SVG: plain bars and cells, with colours for light and dark. */
import { CASES, EVENTS } from "../measure/cases.mjs";
import { cpuCost, durabilityCell, measured } from "./figures.mjs";

/** A ground of its own keeps it readable on any page. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2733; }
  .ground { fill: #fff; stroke: #d5dbe3; }
  .title { font-size: 15px; font-weight: 600; }
  .soft { fill: #5b6777; font-size: 12px; }
  .bar { fill: #9aa7b8; }
  .own { fill: #175cd3; }
  .range { stroke: #1f2733; stroke-width: 1.5; }
  .strong { font-weight: 600; }
  .mid { text-anchor: middle; }
  .small { font-size: 11px; }
  .kept { fill: #c9ecd4; } .late { fill: #d5e5fb; } .partly { fill: #fde6b8; } .lost { fill: #fbd0cc; } .broken { fill: #e8ebef; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6ebf2; }
    .ground { fill: #141a22; stroke: #2f3945; }
    .soft { fill: #9aa7b8; }
    .bar { fill: #5b6777; }
    .own { fill: #5b9bff; }
    .range { stroke: #e6ebf2; }
    .kept { fill: #1d5233; } .late { fill: #1f4271; } .partly { fill: #6b4d0e; } .lost { fill: #73261f; } .broken { fill: #2f3945; }
  }`;

const escape = (text) => String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const words = (x, y, text, style = "") => `<text x="${x}" y="${y}"${style && ` class="${style}"`}>${escape(text)}</text>`;
const box = (x, y, width, height, style) => `<rect x="${x}" y="${y}" width="${width.toFixed(1)}" height="${height}" rx="3" class="${style}"/>`;

function sheet({ width, height, label, content }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(label)}">
<style>${STYLE}
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" class="ground"/>
${content.join("\n")}
</svg>
`;
}

/** Start and one event, cheapest first. */
export function drawCpu(results) {
  const width = 860;
  const [left, right, line] = [230, 120, 26];
  const content = [];
  let y = 34;
  const panel = (title, part, digits) => {
    const bars = measured(results)
      .map(({ id, title: name }) => ({ id, name, cost: cpuCost(results, { peer: id, speed: "slow", part, kind: "task" }) }))
      .sort((a, b) => a.cost.median - b.cost.median);
    const scale = (width - left - right) / Math.max(...bars.map(({ cost }) => cost.high));
    content.push(words(24, y, title, "title"));
    y += 14;
    for (const { id, name, cost: { median, low, high } } of bars) {
      const own = id.startsWith("parley");
      const at = (milliseconds) => (left + Math.max(0, milliseconds) * scale).toFixed(1);
      content.push(
        words(24, y + 17, name, own ? "strong" : ""),
        box(left, y + 4, Math.max(1, median * scale), line - 8, own ? "own" : "bar"),
        `<path class="range" d="M${at(low)} ${y + line / 2}H${at(high)}"/>`,
        words(Number(at(Math.max(high, median))) + 8, y + 17, `${median.toFixed(digits)} ms`, own ? "strong" : "soft"),
      );
      y += line;
    }
    y += 36;
  };
  panel("To start, page view included", "start", 1);
  panel("For one event, until it is sent and put away", "work", 2);
  content.push(words(24, y - 8, `Main thread of the page at a quarter of the processor's speed, over an empty page. Median of ${results.repeats.cpu}; the line is the range.`, "soft"));
  return sheet({ width, height: y + 12, label: "CPU of analytics SDKs: start, and cost of one event", content });
}

/** Rows are SDKs, columns what went wrong. */
export function drawDurability(results) {
  const [left, column, line, top] = [230, 88, 40, 118];
  const names = Object.keys(CASES).filter((name) => name !== "steady" && Object.values(results.durability).some((cases) => cases[name]));
  const rows = results.peers.filter(({ id }) => results.durability[id]);
  const width = left + names.length * column + 24;
  const height = top + rows.length * line + 58;
  const content = [words(24, 32, `How many of ${EVENTS} events are stored`, "title")];
  names.forEach((name, i) => wrap(CASES[name].title).forEach((part, n) => content.push(words(left + i * column + column / 2 - 2, 62 + n * 15, part, "mid soft"))));
  rows.forEach(({ id, title }, j) => {
    const y = top + j * line;
    content.push(words(24, y + 23, title, id === "parley" ? "strong" : ""));
    names.forEach((name, i) => {
      const { kind, text, copies } = durabilityCell(results.durability[id][name]);
      const x = left + i * column;
      content.push(box(x, y, column - 4, line - 4, kind), words(x + column / 2 - 2, y + (copies ? 17 : 23), text, "mid strong"));
      if (copies) content.push(words(x + column / 2 - 2, y + 31, `${copies} copies`, "mid small"));
    });
  });
  let x = 24;
  for (const [kind, said] of [["kept", "all, without a next visit"], ["late", "all after a next visit"], ["partly", "some lost"], ["lost", "all lost"]]) {
    content.push(box(x, height - 38, 18, 18, kind), words(x + 26, height - 24, said, "soft"));
    x += 60 + said.length * 7;
  }
  content.push(words(x, height - 24, `before → after a next visit; the worst of ${results.repeats.durability} trials each`, "soft"));
  return sheet({ width, height, label: "Events stored after faults, by SDK", content });
}

/** Breaks a title into lines that fit over a column. */
function wrap(title) {
  const lines = [""];
  for (const word of title.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length > 13 && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
