/** The page on how well the site is tracked: what arrives, what was lost and why, and which numbers are missing. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Health as HealthData, Tally } from "../protocol/health";
import { Bar } from "./bar";
import { Chart } from "./chart";
import type { Seat } from "./desk";
import { Gaps } from "./gaps";
import { Drawing } from "./icon";
import { startPolling } from "./poll";
import { ago, many } from "./range";
import { degradedBecause, droppedBecause, refusedBecause } from "./reason";
import { judge } from "./verdict";

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
    document.title = "Tracking health – Parley";
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const age = told ? here - told.at : 0;
  const fresh = told !== undefined && !failure && age < STALE_MS;
  const words = fresh ? "Up to date" : told ? "Stale" : "Loading…";
  return (
    <>
      <Bar seat={seat} here="/console/health" fresh={fresh} says={words} />
      <main class="health">
        <div class="row health-head">
          <h2>Tracking health</h2>
          {told && <p class="hint">{fresh ? "Updated" : "Stale: updated"} {ago(age)}</p>}
        </div>
        {failure && <p class="failure" role="alert">{told ? "What is shown is not up to date." : "The health of the site could not be loaded."} {failure} Trying again…</p>}
        {!told && !failure && <p class="hint">Waiting for the collector…</p>}
        {told && <Report health={told.health} now={told.health.now + age} />}
      </main>
    </>
  );
}

/** @param now the collector's clock: an agent's computer may be minutes off */
function Report({ health, now }: { health: HealthData; now: number }) {
  const verdict = judge(health);
  const { open, settling, explained } = health.gaps;
  const hidden = open + settling + explained - health.sessions.length;
  return (
    <>
      <div class="verdict" role="status" data-verdict={verdict.kind}>
        <Drawing name={ICONS[verdict.kind]} />
        <p><strong>{verdict.title}</strong> <span>{verdict.text}</span></p>
      </div>
      <dl class="counts">
        <Count name="last" label="Last event">{health.lastAt === undefined ? "None yet" : ago(now - health.lastAt)}</Count>
        <Count name="stored" label="Stored, last 24 h">{health.stored.toLocaleString("en")}</Count>
        <Count name="duplicates" label="Duplicates answered, 24 h">{health.duplicates.toLocaleString("en")}</Count>
      </dl>
      <section aria-labelledby="chart">
        <h3 id="chart">Events per minute</h3>
        <Chart minutes={health.minutes} now={health.now} />
      </section>
      <div class="reasons">
        <Reasons id="dropped" title="Dropped in the browser" list={health.dropped} because={droppedBecause} none="No page has given up an event." />
        <Reasons id="refused" title="Refused here" list={health.refused} because={refusedBecause} none="No event was refused." />
        <Reasons id="degraded" title="Pages in memory only" list={health.degraded} because={degradedBecause} none="Storage failed in no page." />
      </div>
      <section aria-labelledby="gaps">
        <h3 id="gaps">Sessions with gaps <span class="count">{open + settling + explained}</span></h3>
        {health.sessions.length ? <Gaps gaps={health.sessions} now={now} /> : <p class="empty">No session has a gap in its numbers.</p>}
        {hidden > 0 && <p class="hint">{many(hidden, "older session")} not listed.</p>}
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
      <h3 id={id}>{title}, 24 h <span class="count">{total.toLocaleString("en")}</span></h3>
      {!list.length && <p class="hint">{none}</p>}
      {list.length > 0 && (
        <dl class="tally">{list.map(({ reason, count }) => <div key={reason}><dt>{because(reason)}</dt><dd>{count.toLocaleString("en")}</dd></div>)}</dl>
      )}
    </section>
  );
}
