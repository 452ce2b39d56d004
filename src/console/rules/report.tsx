/** What became of each action map: what was offered, accepted and led to a talk, and how those fared who were never offered it. */
import { useState } from "preact/hooks";
import type { MapReport, RulesReport, Share } from "../../protocol/ruleAnswers";
import { useAnswer, Waiting } from "../answer";
import type { Seat } from "../desk";
import { blockedBecause } from "../reason";
import { words } from "../words/pageWords";
import { number } from "../words/written";
import { RateBar } from "./bars";
import { Days } from "./days";
import { ScoreList } from "./scoreList";
import { intervalWords, pointWords, shareWords } from "./share";
import { Tallies } from "./tallies";

const CHOICES = [1, 7, 30, 90] as const;

export function Report({ seat }: { seat: Seat }) {
  const [days, setDays] = useState<number>(7);
  const answer = useAnswer(() => seat.desk.ask<RulesReport>(`/v1/rules/report?days=${days}`), days);
  const { results } = words.rules;
  const maps = answer.body?.maps;
  return (
    <>
      <section class="rule-section" aria-labelledby="report">
        <h3 id="report">{results.report}</h3>
        <div class="controls"><Days value={days} choices={CHOICES} onChoose={setDays} /></div>
        <Waiting answer={answer} what={results.theReport} />
        {maps?.length === 0 && <p class="empty">{results.noneActed}</p>}
        {maps?.map((map) => <OfMap key={map.map} report={map} />)}
      </section>
      <ScoreList seat={seat} />
    </>
  );
}

function OfMap({ report }: { report: MapReport }) {
  const { map, name, type, qualified, blocked, offered, accepted, engaged, declined, ignored, expired, failed, control } = report;
  const { results } = words.rules;
  const isOffer = type !== "webhook" && type !== "tag";
  const steps: [string, Share][] = [[results.steps.offered, offered], [results.steps.accepted, accepted], ...(type === "content" ? [] : [[results.steps.engaged, engaged] as [string, Share]])];
  const rest: [string, Share][] = [[results.steps.declined, declined], [results.steps.ignored, ignored], [results.steps.expired, expired], [results.steps.failed, failed]];
  const reasons = Object.entries(blocked);
  return (
    <article class="map-report" data-map={map} aria-label={name}>
      <h4><a href={`#actionMaps/${encodeURIComponent(map)}`}>{name}</a></h4>
      <p>{results.acted(qualified)}</p>
      {isOffer && (
        <>
          <table class="numbers rates" role="table">
            <Head first={results.offers} />
            <tbody role="rowgroup">{steps.map(([step, share]) => <RateRow key={step} name={step} share={share} />)}</tbody>
          </table>
          <p class="hint">{rest.map(([step, { count }]) => `${step} ${number(count)}`).join(" · ")}</p>
        </>
      )}
      {control.persons > 0 || report.reached.persons > 0 ? <Compared report={report} /> : null}
      {reasons.length > 0 && <Tallies title={results.didNotAct} list={reasons.map(([reason, count]) => ({ name: blockedBecause(reason), count }))} />}
    </article>
  );
}

/** The roles say again what the elements are: on a narrow page they are not laid out as a table, and browsers would forget it. */
function Head({ first }: { first: string }) {
  const { share, confidence, picture } = words.rules.results;
  return <thead role="rowgroup"><tr role="row">{[first, share, confidence, picture].map((name) => <th key={name} role="columnheader" scope="col">{name}</th>)}</tr></thead>;
}

function RateRow({ name, share, most }: { name: string; share: Share; most?: number }) {
  return (
    <tr role="row">
      <th role="rowheader" scope="row">{name}</th>
      <td role="cell">{shareWords(share)}</td>
      <td role="cell">{intervalWords(share)}</td>
      <td role="cell" class="picture"><RateBar {...share} {...(most && { most })} /></td>
    </tr>
  );
}

/** Those for whom it acted beside those who were never offered it. */
function Compared({ report: { reached, control } }: { report: MapReport }) {
  const { results } = words.rules;
  const rows: [string, Share, Share | undefined][] = [
    [results.talked, reached.talked, control.talked],
    ...reached.outcomes.map(({ outcome, name, persons }): [string, Share, Share | undefined] => [name, persons, control.outcomes.find((one) => one.outcome === outcome)?.persons]),
  ];
  const most = Math.max(0.01, ...rows.flatMap(([, a, b]) => [a.high ?? a.rate ?? 0, b?.high ?? b?.rate ?? 0]));
  return (
    <table class="numbers rates" role="table">
      <caption>{results.compared(reached.persons, control.persons)}</caption>
      <Head first={results.what} />
      {rows.map(([name, own, other]) => (
        <tbody key={name} role="rowgroup">
          <RateRow name={name} share={own} most={most} />
          {other && <RateRow name={results.inControl(name)} share={other} most={most} />}
          {other && <tr role="row"><td role="cell" colSpan={4} class="hint">{difference(own, other)}</td></tr>}
        </tbody>
      ))}
    </table>
  );
}

/** Says whether two shares differ by more than chance, by whether their intervals overlap: cautious, and easy to see in the picture. */
export function difference(own: Share, control: Share): string {
  const { results } = words.rules;
  if (own.rate === undefined || control.rate === undefined) return results.nothingToCompare;
  const by = own.rate - control.rate;
  const apart = (own.low ?? 0) > (control.high ?? 1) || (own.high ?? 1) < (control.low ?? 0);
  return (apart ? results.apart : results.maybeChance)(pointWords(Math.abs(by)), by < 0);
}
