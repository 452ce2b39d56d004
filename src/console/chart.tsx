/** Draws how many events came in each of the last sixty minutes, and says the same in words. */
import { useId } from "preact/hooks";
import { words } from "./words/words";

const BAR = 10;
const HEIGHT = 100;
/** What came at all must be seen, however much came at other times. */
const LEAST = 2;

/** @param now the collector's clock, in the last of the minutes */
export function Chart({ minutes, now }: { minutes: number[]; now: number }) {
  const caption = useId();
  const most = Math.max(...minutes);
  const height = (count: number) => (count && most ? Math.max(LEAST, (count / most) * HEIGHT) : 0);
  return (
    <figure class="chart">
      <svg role="img" aria-labelledby={caption} viewBox={`0 0 ${minutes.length * BAR} ${HEIGHT}`} preserveAspectRatio="none">
        {minutes.map((count, i) => (
          <rect key={i} x={i * BAR + 1} y={HEIGHT - height(count)} width={BAR - 2} height={height(count)} {...(i === minutes.length - 1 && { class: "running" })} />
        ))}
      </svg>
      <div class="axis" aria-hidden="true"><span>{words.health.hourAgo}</span><span>{words.health.now}</span></div>
      <figcaption id={caption}>{summary(minutes, now)}</figcaption>
    </figure>
  );
}

/** "120 events in the last hour; most in one minute: 14, at 10:41; 3 in the current minute." */
export function summary(minutes: number[], now: number): string {
  const total = minutes.reduce((sum, count) => sum + count, 0);
  if (!total) return words.health.noEvents;
  const most = Math.max(...minutes);
  const at = now - (minutes.length - 1 - minutes.indexOf(most)) * 60_000;
  return words.health.events({ total, most, at, running: minutes[minutes.length - 1] ?? 0 });
}
