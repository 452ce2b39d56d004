/** What is learned of how likely outcomes are: whether it is on and why not, how well it foretells, and by what. */
import type { CalibrationBin, OffReason, Scores } from "../../protocol/scores";
import { useAnswer, Waiting } from "../answer";
import type { Seat } from "../desk";
import { percentWords } from "./share";

const OFF: { [reason in OffReason]: string } = {
  too_few_visits: "too few visits to learn from so far",
  too_few_achieved: "too few visits with the outcome so far",
  not_better_than_chance: "it foretells no better than chance",
  badly_calibrated: "what it foretells is too far from what happens",
};

export function ScoreList({ seat }: { seat: Seat }) {
  const answer = useAnswer(() => seat.desk.ask<Scores>("/v1/scores"), 0);
  const scores = answer.body?.scores;
  return (
    <section class="rule-section" aria-labelledby="scores">
      <h3 id="scores">How likely outcomes are</h3>
      <Waiting answer={answer} what="What was learned" />
      {scores?.length === 0 && <p class="empty">No outcome is set to be learned.</p>}
      {scores?.map(({ outcome, name, on, reason, learned, heldBack, evaluation, top }) => (
        <article key={outcome} class="map-report" data-score={outcome} aria-label={name}>
          <h4>{name} <span class="tag">{on ? "On" : "Off"}</span></h4>
          <p>
            {!on && `Off: ${reason ? OFF[reason] : "not learned yet"}. `}
            Learned from {count(learned.achieved)} visits with the outcome and {count(learned.others)} without; judged by {count(heldBack.achieved)} and {count(heldBack.others)} others.
          </p>
          {evaluation && (
            <div class="tried-row">
              <dl class="fields">
                <div><dt>Tells apart (AUC; 0.5 is chance, 1 is always)</dt><dd>{evaluation.auc.toFixed(3)} ± {(1.96 * evaluation.aucError).toFixed(3)}</dd></div>
                <div><dt>Off by, on the mean</dt><dd>{percentWords(evaluation.calibrationError)}</dd></div>
              </dl>
              <Calibration bins={evaluation.bins} />
            </div>
          )}
          {top.length > 0 && <p class="hint">Weighs most: {top.slice(0, 5).map(({ name: feature, weight }) => `${feature} (${weight > 0 ? "more" : "less"} likely)`).join(", ")}</p>}
        </article>
      ))}
    </section>
  );
}

const count = (n: number) => n.toLocaleString("en");
const SIZE = 100;

/** On the line what was foretold is what happened. */
function Calibration({ bins }: { bins: CalibrationBin[] }) {
  const most = Math.max(0.01, ...bins.flatMap(({ foretold, achieved }) => [foretold, achieved]));
  const at = (share: number) => (share / most) * SIZE;
  const words = bins.map(({ foretold, achieved }) => `foretold ${percentWords(foretold)}, happened ${percentWords(achieved)}`).join("; ");
  return (
    <figure class="calibration">
      <svg role="img" aria-label={`Calibration: ${words}`} viewBox={`-4 -4 ${SIZE + 8} ${SIZE + 8}`}>
        <path class="axes" d={`M0 0V${SIZE}H${SIZE}`} />
        <path class="ideal" d={`M0 ${SIZE}L${SIZE} 0`} />
        <path class="real" d={bins.map(({ foretold, achieved }, i) => `${i ? "L" : "M"}${at(foretold)} ${SIZE - at(achieved)}`).join("")} />
        {bins.map(({ foretold, achieved }, i) => <circle key={i} cx={at(foretold)} cy={SIZE - at(achieved)} r="2.5" />)}
      </svg>
      <figcaption class="hint">Across: foretold, up to {percentWords(most)}. Up: happened. The nearer to the line, the better.</figcaption>
    </figure>
  );
}
