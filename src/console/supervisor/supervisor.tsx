/** The supervisors' page: how many wait in each queue and how long, how the day went, and figures to take along. */
import { useState } from "preact/hooks";
import type { Health } from "../../protocol/health";
import type { QueueReport } from "../../protocol/queueReport";
import { Bar } from "../bar";
import type { Seat } from "../desk";
import { useTitle } from "../title";
import { judge } from "../verdict";
import { words } from "../words/pageWords";
import { ChosenChart } from "./chosenChart";
import { QueueTable } from "./queueTable";
import { usePolled } from "./usePolled";

const LIVE_MS = 3_000;
/** Events of a day that is over may still arrive. */
const PAST_MS = 60_000;
const HEALTH_MS = 10_000;

export function Supervisor({ seat }: { seat: Seat }) {
  const { supervisor, common, health } = words;
  useTitle(supervisor.title);
  // Nothing for the day that is today, also when that becomes another.
  const [day, setDay] = useState<string>();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const query = new URLSearchParams({ zone, ...(day && { day }) }).toString();
  const everyMs = day ? PAST_MS : LIVE_MS;
  const { body: report, failure, fresh, ageMs } = usePolled(() => seat.desk.ask<QueueReport>(`/v1/queues/report?${query}`), { what: query, everyMs });
  return (
    <>
      <Bar seat={seat} here="/console/supervisor" fresh={fresh} says={fresh ? health.fresh : report ? health.stale : common.loading} />
      <main class="supervisor">
        <div class="row">
          <h2 class="page-title">{supervisor.title}</h2>
          <div class="supervisor-day">
            <label class="field">
              <span>{supervisor.day}</span>
              <input type="date" required value={day ?? report?.day ?? ""} onChange={({ currentTarget: { value } }) => value && setDay(value)} />
            </label>
            {day && <button type="button" onClick={() => setDay(undefined)}>{supervisor.today}</button>}
            <a class="button" href={seat.desk.at(`/v1/queues/report.csv?${query}`)} download>{supervisor.figuresFile}</a>
            <a class="button" href={seat.desk.at(`/v1/queues/conversations.csv?${query}`)} download>{supervisor.conversationsFile}</a>
          </div>
        </div>
        {failure && <p class="failure" role="alert">{report ? `${supervisor.outdated} ${common.tryingAgain(failure)}` : common.notLoaded(supervisor.theQueues, common.tryingAgain(failure))}</p>}
        {!report && !failure && <p class="hint">{common.waiting}</p>}
        {report && <QueueTable report={report} now={report.now + ageMs} />}
        {report && <ChosenChart report={report} query={query} everyMs={everyMs} seat={seat} />}
        {seat.me.may.includes("health.see") && <HealthLine seat={seat} />}
      </main>
    </>
  );
}

function HealthLine({ seat }: { seat: Seat }) {
  const { body } = usePolled(() => seat.desk.ask<Health>("/v1/health"), { what: "health", everyMs: HEALTH_MS });
  const verdict = body && judge(body);
  return (
    <p class="supervisor-health" data-verdict={verdict?.kind}>
      <strong>{words.supervisor.health}</strong> <span>{verdict?.title ?? words.common.loading}</span> <a href={seat.desk.at("/console/health")}>{words.supervisor.toHealth}</a>
    </p>
  );
}
