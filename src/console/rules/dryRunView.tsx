/** Tries the rules as they are being changed on the journeys of the last days, before they run. */
import { useEffect, useState } from "preact/hooks";
import { RULE_KINDS, type DryRun, type DryRunRule } from "../../protocol/ruleAnswers";
import type { Seat } from "../desk";
import { Moment } from "../moment";
import { startPolling } from "../poll";
import { many } from "../range";
import { blockedBecause } from "../reason";
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
        setFailure(reply.ok ? "" : `${reply.reason} Asking again…`);
        if (!reply.ok) return;
        setRun(reply.body);
        if (reply.body.state !== "running") setId(undefined);
      },
    });
  }, [id]);

  const isDone = run?.state === "done";
  return (
    <section class="rule-section" aria-labelledby="try">
      <h3 id="try">Try out</h3>
      <p class="hint">Plays the rules{work.changed > 0 && `, with ${many(work.changed, "change that is", "changes that are")} not saved,`} on what visitors did, and changes nothing. Beside it stands what the rules of those days did.</p>
      <div class="controls">
        <Days value={days} choices={CHOICES} onChoose={setDays} />
        <button type="button" class="primary" aria-disabled={isGoing} onClick={() => void start()}>Try out</button>
      </div>
      {isGoing && (
        <label class="progress">
          <span>{run ? `${Math.floor(run.progress * 100)} %, ${many(run.events, "event")} of ${many(run.persons, "person", "people")}` : "Beginning…"}</span>
          <progress max={1} value={run?.progress ?? 0} />
        </label>
      )}
      {failure && <p class="failure" role="alert">{failure}</p>}
      {run && run.state !== "running" && !isDone && <p class="failure" role="alert">It ended before it was done. {run.reason}</p>}
      <p role="status" class="spoken">{isGoing ? "Trying out" : isDone ? "Tried out" : ""}</p>
      {run && isDone && <Result run={run} seat={seat} />}
    </section>
  );
}

const KIND_TITLES = { actionMap: "Action maps", segment: "Segments", outcome: "Outcomes" } as const;

function Result({ run, seat }: { run: DryRun; seat: Seat }) {
  return (
    <>
      <p>{many(run.events, "event")} of {many(run.persons, "person", "people")}, from <Moment at={run.from} /> to <Moment at={run.until} />. <span class="key would">With these rules</span> <span class="key did">What happened</span></p>
      {[...RULE_KINDS].reverse().map((kind) => {
        const rules = run.rules?.filter((rule) => rule.kind === kind) ?? [];
        return rules.length > 0 && <div key={kind} class="rule-section"><h4>{KIND_TITLES[kind]}</h4>{rules.map((rule) => <Tried key={rule.id} rule={rule} seat={seat} />)}</div>;
      })}
    </>
  );
}

function Tried({ rule: { id, name, would, did, examples }, seat }: { rule: DryRunRule; seat: Seat }) {
  const cells = (["times", "persons", "sessions"] as const).map((what) => (
    <tr key={what}><th scope="row">{{ times: "Times", persons: "People", sessions: "Visits" }[what]}</th><td>{would ? would[what].toLocaleString("en") : "–"}</td><td>{did[what].toLocaleString("en")}</td></tr>
  ));
  const blocked = Object.entries(would?.blocked ?? {});
  return (
    <article class="tried" data-rule={id} aria-label={name}>
      <h5>{name}</h5>
      <div class="tried-row">
        <table class="numbers">
          <thead><tr><td /><th scope="col">With these rules</th><th scope="col">What happened</th></tr></thead>
          <tbody>{cells}</tbody>
        </table>
        <DayBars would={would?.byDay ?? []} did={did.byDay} label={`Times a day, oldest first. With these rules: ${would?.byDay.join(", ") ?? "none"}. What happened: ${did.byDay.join(", ")}.`} />
      </div>
      {!would && <p class="hint">It is not among these rules.</p>}
      {blocked.length > 0 && <Tallies title="Did not act because" list={blocked.map(([reason, count]) => ({ name: blockedBecause(reason), count }))} />}
      {examples.length > 0 && <Examples examples={examples} seat={seat} />}
    </article>
  );
}
