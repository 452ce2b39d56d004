/** Draws a journey as one line: when what kind of thing happened, and how long it was waited and talked. A picture beside the list, not in its place. */
import type { Step } from "../../protocol/card";
import { duration } from "../duration";
import { words } from "../words/words";
import { createAxis } from "./axis";
import { countKinds, KINDS, kindOf } from "./kinds";
import { Shape } from "./shape";
import { stretches, type Stretch } from "./talks";
import { dayOf, timeOf } from "./when";

/** Two signs of one kind that are nearer than this are one, in per cent of the line. */
const NEAR = 0.8;

/** @param steps oldest first, at least one */
export function Overview({ steps }: { steps: readonly Step[] }) {
  const [first, last] = [steps[0]!.at, steps[steps.length - 1]!.at];
  const axis = createAxis(steps.map(({ at }) => at));
  const talks = stretches(steps, last);
  const percent = (value: number) => `${value.toFixed(2)}%`;
  const isOneDay = dayOf(first) === dayOf(last);
  const label = (at: number) => (isOneDay ? timeOf(at) : `${dayOf(at)}, ${timeOf(at)}`);
  return (
    <figure class="overview">
      <svg role="img" aria-label={describe(steps, talks, label)}>
        <line class="axis" x1="0" x2="100%" y1="16" y2="16" />
        {axis.breaks.map((x) => <svg key={x} x={percent(x)} y="16"><path class="axis-break" d="M-4 6-1-6M1 6 4-6" /></svg>)}
        {talks.map(({ conversation, state, from, to }) => {
          const x = axis.x(from);
          return <rect key={`${conversation} ${from}`} class="talk" data-state={state} x={percent(x)} y="30" width={percent(Math.max(0.6, axis.x(to) - x))} height="9" rx="2" />;
        })}
        {marks(steps, axis.x).map(({ kind, x }) => <svg key={`${kind} ${x}`} x={percent(x)} y="16"><Shape kind={kind} /></svg>)}
      </svg>
      <figcaption>
        <time dateTime={new Date(first).toISOString()}>{label(first)}</time>
        {talks.length > 0 && <span class="overview-key"><span class="key-bar" data-state="waiting" />{words.journey.picture.keyWaiting} <span class="key-bar" data-state="connected" />{words.journey.picture.keyConnected}</span>}
        <time dateTime={new Date(last).toISOString()}>{label(last)}</time>
      </figcaption>
    </figure>
  );
}

/** Pages lie lowest, so that they hide nothing. */
function marks(steps: readonly Step[], x: (at: number) => number) {
  return KINDS.flatMap((kind) => {
    let before = -Infinity;
    return steps.filter(({ type }) => kindOf(type) === kind).flatMap(({ at }) => {
      const here = x(at);
      if (here - before < NEAR) return [];
      before = here;
      return [{ kind, x: here }];
    });
  });
}

function describe(steps: readonly Step[], talks: readonly Stretch[], label: (at: number) => string): string {
  const { picture } = words.journey;
  const counts = countKinds(steps);
  const told = KINDS.filter((kind) => counts[kind]).map((kind) => picture.counts[kind](counts[kind]));
  const lengths = talks.map(({ state, from, to }) => picture[state](duration(to - from).text));
  return picture.alt(label(steps[0]!.at), label(steps[steps.length - 1]!.at), [...told, ...lengths].join(", "));
}
