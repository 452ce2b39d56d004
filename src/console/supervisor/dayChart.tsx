/** Draws a day by quarters of an hour: who began as a line, who was answered as bars up, who gave up as bars down; and the same in a sentence and in a table. */
import { QUARTER_MS, type QueueCounts, type QueueReport } from "../../protocol/queueReport";
import { words } from "../words/pageWords";
import { number, timeOfDay } from "../words/written";
import { share, Span } from "./queueTable";

const BAR = 10;
const HEIGHT = 100;
/** Times below stand so far apart, and one at either end. */
const LABELS = 6;

export interface DayChartProps {
  report: Pick<QueueReport, "from" | "quarters">;
  /** The day's sums of what is drawn. */
  sums: QueueCounts;
}

export function DayChart({ report: { from, quarters }, sums }: DayChartProps) {
  const { supervisor } = words;
  const { columns } = supervisor;
  const up = Math.max(...quarters.map(({ started, answered }) => Math.max(started, answered)));
  const down = Math.max(...quarters.map(({ abandoned }) => abandoned));
  const unit = HEIGHT / Math.max(1, up + down);
  const base = up || down ? up * unit : HEIGHT;
  const busiest = quarters.find(({ started }) => started === Math.max(...quarters.map((quarter) => quarter.started)))!;
  const said = quarters.some(({ started, answered, abandoned }) => started + answered + abandoned > 0) ? supervisor.summary({ ...sums, most: busiest.started, at: busiest.at }) : supervisor.quiet;
  return (
    <>
      <figure class="chart day-chart">
        <svg role="img" aria-label={said} viewBox={`0 0 ${quarters.length * BAR} ${HEIGHT}`} preserveAspectRatio="none">
          {quarters.map(({ at, started, answered, abandoned }, i) => (
            <g key={at}>
              <rect class="whole" x={i * BAR} y={0} width={BAR} height={HEIGHT}><title>{supervisor.quarter({ at, started, answered, abandoned })}</title></rect>
              {answered > 0 && <rect class="answered" x={i * BAR + 1} y={base - answered * unit} width={BAR - 2} height={answered * unit} />}
              {abandoned > 0 && <rect class="abandoned" x={i * BAR + 1} y={base} width={BAR - 2} height={abandoned * unit} />}
            </g>
          ))}
          <path class="ground" d={`M0 ${base}H${quarters.length * BAR}`} />
          <path class="started" d={quarters.map(({ started }, i) => `${i ? "V" : "M0 "}${base - started * unit}H${(i + 1) * BAR}`).join("")} />
        </svg>
        <div class="axis" aria-hidden="true">{Array.from({ length: LABELS + 1 }, (_, i) => <span key={i}>{timeOfDay(from + Math.round((quarters.length * i) / LABELS) * QUARTER_MS)}</span>)}</div>
        <figcaption>{said}</figcaption>
        <p class="keys" aria-hidden="true">
          <span class="key of-started">{columns.started}</span>
          <span class="key of-answered">{columns.answered}</span>
          <span class="key of-abandoned">{columns.abandoned}</span>
        </p>
      </figure>
      <details>
        <summary>{supervisor.asTable}</summary>
        <table class="numbers">
          <thead><tr>{[supervisor.from, columns.started, columns.answered, columns.abandoned, columns.median].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {quarters.map(({ at, started, answered, abandoned, medianWaitMs }) => (
              <tr key={at} data-at={at}>
                <th scope="row">{timeOfDay(at)}</th><td>{number(started)}</td><td>{number(answered)}</td><td>{share({ answered, abandoned })}</td>
                <td>{medianWaitMs === undefined ? supervisor.nobody : <Span ms={medianWaitMs} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
