/** Tries the rules as they are being changed on the journeys of the last days, before they run. */
import { useEffect, useState } from "preact/hooks";
import { RULE_KINDS, type DryRun, type DryRunRule } from "../../protocol/ruleAnswers";
import type { Seat } from "../desk";
import { Moment } from "../moment";
import { startPolling } from "../poll";
import { blockedBecause } from "../reason";
import { words } from "../words/pageWords";
import { number } from "../words/written";
import { DayBars } from "./bars";
import { Days } from "./days";
import { setOf } from "./draft";
import { Examples } from "./examples";
import { Tallies } from "./tallies";
import type { Work } from "./useWork";

const POLL_MS = 500;
const CHOICES = [1, 7, 30] as const;

export function DryRunView({ work, seat }: { work: Work; seat: Seat }) {
  const [days, setDays] = useState<number>(7);
  const [id, setId] = useState<string>();
  const [run, setRun] = useState<DryRun>();
  const [failure, setFailure] = useState("");
  const isGoing = id !== undefined;

  const start = async () => {
    if (isGoing) return;
    setRun(undefined);
    setFailure("");
    setId("");
    const reply = await seat.desk.change<{ id: string }>("POST", "/v1/rules/dry-run", { set: setOf(work.draft), days });
    setId(reply.ok ? reply.body.id : undefined);
    if (!reply.ok) setFailure(reply.reason);
  };
  useEffect(() => {
    if (!id) return undefined;
    return startPolling({
      ask: () => seat.desk.ask<DryRun>(`/v1/rules/dry-run/${encodeURIComponent(id)}`),
      everyMs: POLL_MS,
      onReply: (reply) => {
        setFailure(reply.ok ? "" : words.common.askingAgain(reply.reason));
        if (!reply.ok) return;
        setRun(reply.body);
        if (reply.body.state !== "running") setId(undefined);
      },
    });
  }, [id]);

  const { results } = words.rules;
  const isDone = run?.state === "done";
  return (
    <section class="rule-section" aria-labelledby="try">
      <h3 id="try">{results.tryOut}</h3>
      <p class="hint">{results.explains(work.changed)}</p>
      <div class="controls">
        <Days value={days} choices={CHOICES} onChoose={setDays} />
        <button type="button" class="primary" aria-disabled={isGoing} onClick={() => void start()}>{results.tryOut}</button>
      </div>
      {isGoing && (
        <label class="progress">
          <span>{run ? results.soFar({ percent: Math.floor(run.progress * 100), events: run.events, persons: run.persons }) : results.beginning}</span>
          <progress max={1} value={run?.progress ?? 0} />
        </label>
      )}
      {failure && <p class="failure" role="alert">{failure}</p>}
      {run && run.state !== "running" && !isDone && <p class="failure" role="alert">{results.endedEarly} {run.reason}</p>}
      <p role="status" class="spoken">{isGoing ? results.trying : isDone ? results.tried : ""}</p>
      {run && isDone && <Result run={run} seat={seat} />}
    </section>
  );
}

function Result({ run, seat }: { run: DryRun; seat: Seat }) {
  const { results } = words.rules;
  const [before, between, after] = results.from(run.events, run.persons);
  return (
    <>
      <p>{before}<Moment at={run.from} />{between}<Moment at={run.until} />{after} <span class="key would">{results.would}</span> <span class="key did">{results.did}</span></p>
      {[...RULE_KINDS].reverse().map((kind) => {
        const rules = run.rules?.filter((rule) => rule.kind === kind) ?? [];
        return rules.length > 0 && <div key={kind} class="rule-section"><h4>{results.kinds[kind]}</h4>{rules.map((rule) => <Tried key={rule.id} rule={rule} seat={seat} />)}</div>;
      })}
    </>
  );
}

function Tried({ rule: { id, name, would, did, examples }, seat }: { rule: DryRunRule; seat: Seat }) {
  const { results } = words.rules;
  const cells = (["times", "persons", "sessions"] as const).map((what) => (
    <tr key={what}><th scope="row">{results.counts[what]}</th><td>{would ? number(would[what]) : "–"}</td><td>{number(did[what])}</td></tr>
  ));
  const blocked = Object.entries(would?.blocked ?? {});
  return (
    <article class="tried" data-rule={id} aria-label={name}>
      <h5>{name}</h5>
      <div class="tried-row">
        <table class="numbers">
          <thead><tr><td /><th scope="col">{results.would}</th><th scope="col">{results.did}</th></tr></thead>
          <tbody>{cells}</tbody>
        </table>
        <DayBars would={would?.byDay ?? []} did={did.byDay} label={results.bars(would?.byDay.join(", ") ?? results.noTimes, did.byDay.join(", "))} />
      </div>
      {!would && <p class="hint">{results.notAmong}</p>}
      {blocked.length > 0 && <Tallies title={results.didNotAct} list={blocked.map(([reason, count]) => ({ name: blockedBecause(reason), count }))} />}
      {examples.length > 0 && <Examples examples={examples} seat={seat} />}
    </article>
  );
}
