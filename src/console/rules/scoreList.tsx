/** What is learned of how likely outcomes are: whether it is on and why not, how well it foretells, and by what. */
import type { CalibrationBin, Scores } from "../../protocol/scores";
import { useAnswer, Waiting } from "../answer";
import type { Seat } from "../desk";
import { words } from "../words/pageWords";
import { number } from "../words/written";
import { percentWords } from "./share";

export function ScoreList({ seat }: { seat: Seat }) {
  const answer = useAnswer(() => seat.desk.ask<Scores>("/v1/scores"), 0);
  const { page, results } = words.rules;
  const scores = answer.body?.scores;
  return (
    <section class="rule-section" aria-labelledby="scores">
      <h3 id="scores">{results.scores}</h3>
      <Waiting answer={answer} what={results.whatWasLearned} />
      {scores?.length === 0 && <p class="empty">{results.noScores}</p>}
      {scores?.map(({ outcome, name, on, reason, learned, heldBack, evaluation, top }) => (
        <article key={outcome} class="map-report" data-score={outcome} aria-label={name}>
          <h4>{name} <span class="tag">{on ? page.on : page.off}</span></h4>
          <p>
            {!on && `${results.offBecause(results.off[reason ?? "not_learned"])} `}
            {results.learnedFrom({ achieved: learned.achieved, others: learned.others, heldAchieved: heldBack.achieved, heldOthers: heldBack.others })}
          </p>
          {evaluation && (
            <div class="tried-row">
              <dl class="fields">
                <div><dt>{results.auc}</dt><dd>{fine(evaluation.auc)} ± {fine(1.96 * evaluation.aucError)}</dd></div>
                <div><dt>{results.offBy}</dt><dd>{percentWords(evaluation.calibrationError)}</dd></div>
              </dl>
              <Calibration bins={evaluation.bins} />
            </div>
          )}
          {top.length > 0 && <p class="hint">{results.weighsMost(top.slice(0, 5).map(({ name: feature, weight }) => (weight > 0 ? results.moreLikely : results.lessLikely)(feature)).join(", "))}</p>}
        </article>
      ))}
    </section>
  );
}

const fine = (n: number) => number(n, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const SIZE = 100;

/** On the line what was foretold is what happened. */
function Calibration({ bins }: { bins: CalibrationBin[] }) {
  const most = Math.max(0.01, ...bins.flatMap(({ foretold, achieved }) => [foretold, achieved]));
  const at = (share: number) => (share / most) * SIZE;
  const { results } = words.rules;
  const said = bins.map(({ foretold, achieved }) => results.bin(percentWords(foretold), percentWords(achieved))).join("; ");
  return (
    <figure class="calibration">
      <svg role="img" aria-label={results.calibration(said)} viewBox={`-4 -4 ${SIZE + 8} ${SIZE + 8}`}>
        <path class="axes" d={`M0 0V${SIZE}H${SIZE}`} />
        <path class="ideal" d={`M0 ${SIZE}L${SIZE} 0`} />
        <path class="real" d={bins.map(({ foretold, achieved }, i) => `${i ? "L" : "M"}${at(foretold)} ${SIZE - at(achieved)}`).join("")} />
        {bins.map(({ foretold, achieved }, i) => <circle key={i} cx={at(foretold)} cy={SIZE - at(achieved)} r="2.5" />)}
      </svg>
      <figcaption class="hint">{results.axes(percentWords(most))}</figcaption>
    </figure>
  );
}
