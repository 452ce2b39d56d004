/** The page on how well the site is tracked: what arrives, what was lost and why, and which numbers are missing. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Health as HealthData, Tally } from "../protocol/health";
import { Bar } from "./bar";
import { Chart } from "./chart";
import type { Seat } from "./desk";
import { Gaps } from "./gaps";
import { HeardPages } from "./heardPages";
import { Drawing } from "./icon";
import { startPolling } from "./poll";
import { degradedBecause, droppedBecause, refusedBecause } from "./reason";
import { useTitle } from "./title";
import { judge } from "./verdict";
import { words } from "./words/words";
import { ago, number } from "./words/written";

const POLL_MS = 2_500;
/** A few answers that did not come. */
const STALE_MS = 15_000;
const TICK_MS = 1_000;

const ICONS = { open: "warning", settling: "queue", explained: "yes", none: "yes", empty: "window" } as const;

export function Health({ seat }: { seat: Seat }) {
  const [told, setTold] = useState<{ health: HealthData; at: number }>();
  const [failure, setFailure] = useState("");
  const [here, setHere] = useState(Date.now);

  useEffect(() => startPolling({
    ask: () => seat.desk.ask<HealthData>("/v1/health"),
    everyMs: POLL_MS,
    onReply: (reply) => {
      setHere(Date.now());
      setFailure(reply.ok ? "" : reply.reason);
      if (reply.ok) setTold({ health: reply.body, at: Date.now() });
    },
  }), [seat]);
  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const { health, common } = words;
  useTitle(health.title);
  const age = told ? here - told.at : 0;
  const fresh = told !== undefined && !failure && age < STALE_MS;
  return (
    <>
      <Bar seat={seat} here="/console/health" fresh={fresh} says={fresh ? health.fresh : told ? health.stale : common.loading} />
      <main class="health">
        <div class="row health-head">
          <h2>{health.title}</h2>
          {told && <p class="hint">{fresh ? health.updated(ago(age)) : health.staleSince(ago(age))}</p>}
        </div>
        {failure && <p class="failure" role="alert">{told ? health.outdated : health.notLoaded} {common.tryingAgain(failure)}</p>}
        {!told && !failure && <p class="hint">{common.waiting}</p>}
        {told && <Report health={told.health} now={told.health.now + age} />}
      </main>
    </>
  );
}

/** @param now the collector's clock: an agent's computer may be minutes off */
function Report({ health, now }: { health: HealthData; now: number }) {
  const verdict = judge(health);
  const { open, settling, explained } = health.gaps;
  const { health: says } = words;
  const hidden = open + settling + explained - health.sessions.length;
  return (
    <>
      <div class="verdict" role="status" data-verdict={verdict.kind}>
        <Drawing name={ICONS[verdict.kind]} />
        <p><strong>{verdict.title}</strong> <span>{verdict.text}</span></p>
      </div>
      <dl class="counts">
        <Count name="last" label={says.lastEvent}>{health.lastAt === undefined ? says.noEvent : ago(now - health.lastAt)}</Count>
        <Count name="stored" label={says.stored}>{number(health.stored)}</Count>
        <Count name="duplicates" label={says.duplicates}>{number(health.duplicates)}</Count>
      </dl>
      <section aria-labelledby="chart">
        <h3 id="chart">{says.perMinute}</h3>
        <Chart minutes={health.minutes} now={health.now} />
      </section>
      <div class="reasons">
        <Reasons id="dropped" title={says.dropped} list={health.dropped} because={droppedBecause} none={says.noneDropped} />
        <Reasons id="refused" title={says.refused} list={health.refused} because={refusedBecause} none={says.noneRefused} />
        <Reasons id="degraded" title={says.degraded} list={health.degraded} because={degradedBecause} none={says.noneDegraded} />
      </div>
      <section aria-labelledby="gaps">
        <h3 id="gaps">{says.gaps} <span class="count">{open + settling + explained}</span></h3>
        {health.sessions.length ? <Gaps gaps={health.sessions} now={now} /> : <p class="empty">{says.noGaps}</p>}
        {hidden > 0 && <p class="hint">{says.hidden(hidden)}</p>}
      </section>
      <section aria-labelledby="pages">
        <h3 id="pages">{says.pages} <span class="count">{number(health.pages.length)}</span></h3>
        {health.pages.length ? <HeardPages pages={health.pages} now={now} /> : <p class="empty">{says.noPages}</p>}
      </section>
    </>
  );
}

function Count({ name, label, children }: { name: string; label: string; children: ComponentChildren }) {
  return <div data-count={name}><dt>{label}</dt><dd>{children}</dd></div>;
}

interface ReasonsProps {
  id: string;
  title: string;
  list: Tally[];
  because: (reason: string) => string;
  none: string;
}

function Reasons({ id, title, list, because, none }: ReasonsProps) {
  const total = list.reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-labelledby={id} data-reasons={id}>
      <h3 id={id}>{words.health.day(title)} <span class="count">{number(total)}</span></h3>
      {!list.length && <p class="hint">{none}</p>}
      {list.length > 0 && (
        <dl class="tally">{list.map(({ reason, count }) => <div key={reason}><dt>{because(reason)}</dt><dd>{number(count)}</dd></div>)}</dl>
      )}
    </section>
  );
}
