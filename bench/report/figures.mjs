/** Turns what was measured into the figures that tables and charts show. */
import { EVENTS as CPU_EVENTS } from "../measure/cpu.mjs";
import { EVENTS } from "../measure/cases.mjs";
import { median, spread } from "../statistics.mjs";

/**
 * @typedef {{ median: number, low: number, high: number }} Spread
 * @typedef {"task" | "script" | "main" | "renderer" | "browser" | "waited"} Kind
 */

/** How time was counted at each speed of the processor. */
const SPEEDS = /** @type {const} */ ([["slow", "task", "a quarter of the speed"], ["full", "main", "full speed"]]);

/** SDKs whose queue outlives the page: what Parley's start is held to. */
const isDurable = ({ queue }) => queue === "localStorage" || queue === "IndexedDB";
const isParley = ({ id }) => id.startsWith("parley");

/**
 * Milliseconds over the empty page.
 *
 * @param {{ cpu: { rounds: { [peer: string]: { slow: object[], full: object[] } } } }} results
 * @param {{ peer: string, speed: "slow" | "full", part: "start" | "work", kind: Kind }} which
 * @returns {Spread} of a start, or of one event
 */
export function cpuCost({ cpu: { rounds } }, { peer, speed, part, kind }) {
  const of = (id) => rounds[id][speed].map((round) => round[part][kind]);
  const empty = median(of("empty"));
  const share = part === "work" ? CPU_EVENTS : 1;
  return spread(of(peer).map((milliseconds) => (milliseconds - empty) / share));
}

/** Everybody whose CPU was measured, in the order of the tables. */
export const measured = (results) => results.peers.filter(({ id }) => results.cpu?.rounds[id]);

/**
 * All trials of one case as one cell: the worst of them, and how far they lie apart.
 *
 * @param {import("../measure/durability.mjs").Outcome[]} outcomes
 */
export function durabilityCell(outcomes) {
  if (!outcomes || outcomes.some(({ broke }) => broke)) return { kind: "broken", text: "–", copies: "", note: "" };
  const of = (name) => spread(outcomes.map((outcome) => outcome[name]));
  const [before, after, copies] = [of("before"), of("after"), of("copies")];
  const text = before.low === after.low ? `${after.low}` : `${before.low} → ${after.low}`;
  const ranges = [before.low < before.high && `${before.low}–${before.high}${before.low === after.low ? "" : " before"}`, after.low < after.high && before.low !== after.low && `${after.low}–${after.high} after`];
  const twice = of("twice").high;
  return {
    kind: before.low === EVENTS ? "kept" : after.low === EVENTS ? "late" : after.low === 0 ? "lost" : "partly",
    text,
    copies: copies.high ? `+${copies.low === copies.high ? copies.high : `${copies.low}–${copies.high}`}` : "",
    note: [...ranges, twice && `${twice} twice`].filter((said) => said).join(", "),
  };
}

/**
 * What Parley is meant to reach, and whether it does.
 *
 * @returns {{ goal: string, measured: string, met: boolean }[]}
 */
export function goals(results) {
  const told = [];
  const say = (goal, measured, met) => told.push({ goal, measured, met });
  const wire = results.wire?.parley;
  if (wire) {
    const { steady, burst } = wire;
    const bytes = steady.up + steady.down;
    say("100 events in 5 s: at most 5 requests, no preflight, 9 kB", `${steady.requests} requests, ${steady.preflights} preflights, ${(bytes / 1_000).toFixed(1)} kB`, steady.requests <= 5 && !steady.preflights && bytes <= 9_000);
    say("100 events in a burst: at most 3 requests", `${burst.requests} requests`, burst.requests <= 3);
  }
  if (results.cpu?.rounds.parley) {
    const others = measured(results).filter((peer) => !isParley(peer));
    const durable = others.filter(isDurable);
    const rivals = others.filter(({ id }) => ["posthog", "amplitude", "snowplow"].includes(id));
    for (const [speed, kind, named] of SPEEDS) {
      const compare = (goal, peers, { part, most, digits }) => {
        if (!peers.length) return;
        const cost = (peer) => cpuCost(results, { peer, speed, part, kind }).median;
        const own = cost("parley");
        const [best] = peers.map(({ id, title }) => ({ title, its: cost(id) })).sort((a, b) => a.its - b.its);
        say(`${goal}, at ${named}`, `${own.toFixed(digits)} ms, ${best.title} ${best.its.toFixed(digits)} ms: ${(own / best.its).toFixed(2)} of it`, own <= best.its * most);
      };
      compare("start: at most a third of the cheapest SDK with a durable queue", durable, { part: "start", most: 1 / 3, digits: 1 });
      compare("one event: at most half of the cheapest of PostHog, Amplitude, Snowplow", rivals, { part: "work", most: 1 / 2, digits: 2 });
    }
  }
  if (results.durability?.parley) {
    const outcomes = Object.values(results.durability.parley).flat();
    const lost = outcomes.filter(({ after }) => after < EVENTS).length;
    const twice = outcomes.filter(({ twice }) => twice).length;
    say("nothing lost, nothing twice, in any case and any repeat", `${outcomes.length} trials: something lost in ${lost}, stored twice in ${twice}`, !lost && !twice);
  }
  return told;
}
