/** The day's chart, of all queues or of the one that is chosen. */
import { useState } from "preact/hooks";
import type { QueueReport } from "../../protocol/queueReport";
import type { Seat } from "../desk";
import { words } from "../words/pageWords";
import { DayChart } from "./dayChart";
import { usePolled } from "./usePolled";

export interface ChosenChartProps {
  /** Of all queues. */
  report: QueueReport;
  /** What it was asked for by. */
  query: string;
  everyMs: number;
  seat: Seat;
}

/** What is chosen, as the field's value: a queue may have any name, and none. */
const ALL = "all";
const OF = "of ";
const NOBODY = { started: 0, answered: 0, abandoned: 0 };

export function ChosenChart(props: ChosenChartProps) {
  const { report } = props;
  const { supervisor } = words;
  // A queue's name, or nothing at all for those of all queues: conversations without a queue have an empty one.
  const [queue, setQueue] = useState<string>();
  // A chosen queue stays in the list on a day that does not have it.
  const names = [...new Set([...report.queues.map((one) => one.queue ?? ""), ...(queue === undefined ? [] : [queue])])];
  return (
    <section class="day-quarters" aria-labelledby="quarters">
      <div class="row">
        <h3 id="quarters">{supervisor.chart}</h3>
        <label class="field">
          <span class="spoken">{supervisor.chartOf}</span>
          <select value={queue === undefined ? ALL : OF + queue} onChange={({ currentTarget: { value } }) => setQueue(value === ALL ? undefined : value.slice(OF.length))}>
            <option value={ALL}>{supervisor.all}</option>
            {names.map((name) => <option key={name} value={OF + name}>{name || supervisor.noQueue}</option>)}
          </select>
        </label>
      </div>
      {queue === undefined ? <DayChart report={report} sums={report.all} /> : <OneQueue {...props} queue={queue} />}
    </section>
  );
}

/** Asks for the quarters of one queue; until they are there none are drawn, as those of all would be wrong. */
function OneQueue({ report, query, everyMs, seat, queue }: ChosenChartProps & { queue: string }) {
  const asked = `${query}&queue=${encodeURIComponent(queue)}`;
  const { body } = usePolled(() => seat.desk.ask<QueueReport>(`/v1/queues/report?${asked}`), { what: asked, everyMs });
  if (!body) return <DayChart report={{ from: report.from, quarters: report.quarters.map(({ at }) => ({ at, ...NOBODY })) }} sums={NOBODY} />;
  return <DayChart report={body} sums={body.queues.find((one) => (one.queue ?? "") === queue) ?? NOBODY} />;
}
