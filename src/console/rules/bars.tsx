/** Pictures of numbers: bars beside each other, and a rate with what it may be by chance. The words beside them say the same. */
import { words } from "../words/pageWords";

const BAR = 10;
const HEIGHT = 40;

/** Two rows of bars, one behind the other: what would have been, and what was. @param label says the numbers */
export function DayBars({ would, did, label }: { would: number[]; did: number[]; label: string }) {
  const days = Math.max(would.length, did.length);
  const most = Math.max(1, ...would, ...did);
  const bar = (list: number[], name: string, shift: number) =>
    list.map((count, i) => {
      const height = count && Math.max(2, (count / most) * HEIGHT);
      return <rect key={`${name}${i}`} class={name} x={i * BAR + shift} y={HEIGHT - height} width={BAR / 2 - 1} height={height} />;
    });
  return (
    <div class="day-bars">
      <svg role="img" aria-label={label} viewBox={`0 0 ${Math.max(1, days) * BAR} ${HEIGHT}`} preserveAspectRatio="none">
        {bar(would, "would", 0.5)}
        {bar(did, "did", BAR / 2)}
      </svg>
      <div class="axis" aria-hidden="true"><span>{words.rules.results.daysAgo(days)}</span><span>{words.rules.results.now}</span></div>
    </div>
  );
}

/** A bar from 0 to the share, and over it a line from the low to the high end of what it may be. All from 0 to 1. */
export function RateBar({ rate = 0, low, high, most = 1 }: { rate?: number | undefined; low?: number | undefined; high?: number | undefined; most?: number }) {
  const x = (share: number) => (share / most) * 100;
  return (
    <svg class="rate-bar" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">
      <rect class="ground" width="100" height="10" />
      <rect class="rate" width={x(rate)} height="10" />
      {low !== undefined && high !== undefined && <path class="interval" d={`M${x(low)} 5H${x(high)}`} />}
    </svg>
  );
}
