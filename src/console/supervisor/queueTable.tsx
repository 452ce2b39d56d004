/** One row a queue: how it is now, and how the day went. */
import type { ComponentChildren } from "preact";
import type { QueueCounts, QueueFigures, QueueReport } from "../../protocol/queueReport";
import { duration } from "../duration";
import { words } from "../words/pageWords";
import { number } from "../words/written";

/** The roles say again what the elements are: on a narrow page they are not laid out as a table, and browsers would forget it. */
export function QueueTable({ report, now }: { report: QueueReport; now: number }) {
  const { supervisor } = words;
  const names = columns(report.all.live !== undefined);
  return (
    <>
      <table class="gaps queues" role="table" aria-label={supervisor.title}>
        <thead role="rowgroup"><tr role="row">{names.map((name) => <th key={name} role="columnheader" scope="col">{supervisor.columns[name]}</th>)}</tr></thead>
        <tbody role="rowgroup">
          <Row name={supervisor.all} figures={report.all} now={now} isAll />
          {report.queues.map((queue) => <Row key={queue.queue ?? ""} name={queue.queue ?? supervisor.noQueue} figures={queue} now={now} />)}
        </tbody>
      </table>
      {!report.queues.length && <p class="empty">{supervisor.none}</p>}
    </>
  );
}

type Column = keyof typeof words.supervisor.columns;
const DAY: Column[] = ["started", "answered", "abandoned"];

/** Of a day that is over nothing is live. */
const columns = (isToday: boolean): Column[] => ["queue", ...(isToday ? (["waiting", "longest", "connected", "agents"] as const) : []), ...DAY, ...(isToday ? (["hour"] as const) : []), "median"];

function Row({ name, figures, now, isAll }: { name: string; figures: QueueFigures; now: number; isAll?: true }) {
  const { live, medianWaitMs } = figures;
  const { columns: titles, nobody } = words.supervisor;
  const cells: { [column in Column]: ComponentChildren } = {
    queue: isAll ? <strong>{name}</strong> : <bdi>{name}</bdi>,
    waiting: number(live?.waiting ?? 0),
    longest: live?.waitingSince === undefined ? nobody : <Span ms={now - live.waitingSince} />,
    connected: number(live?.connected ?? 0),
    agents: live?.agents === undefined ? nobody : number(live.agents),
    started: number(figures.started),
    answered: number(figures.answered),
    abandoned: share(figures),
    hour: live ? share(live.hour) : nobody,
    median: medianWaitMs === undefined ? nobody : <Span ms={medianWaitMs} />,
  };
  return (
    <tr role="row" data-queue={isAll ? undefined : name} data-all={isAll}>
      {columns(live !== undefined).map((column) => column === "queue"
        ? <th key={column} role="rowheader" scope="row" data-column={column}>{cells[column]}</th>
        : <td key={column} role="cell" data-column={column} data-label={titles[column]}>{cells[column]}</td>)}
    </tr>
  );
}

/** How many of those who did not wait any more had given up. */
export function share({ answered, abandoned }: Pick<QueueCounts, "answered" | "abandoned">): string {
  const whole = answered + abandoned;
  return whole ? words.supervisor.share(number((abandoned / whole) * 100, { maximumFractionDigits: 0 }), abandoned, whole) : words.supervisor.nobody;
}

export function Span({ ms }: { ms: number }) {
  const { text, iso } = duration(ms);
  return <time dateTime={iso}>{text}</time>;
}
