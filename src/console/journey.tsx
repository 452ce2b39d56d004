/** Shows everything a visitor did, in order: pages with their titles or addresses, and events between them. */
import { useState } from "preact/hooks";
import type { Step } from "../protocol/card";
import { useAnswer, Waiting } from "./answer";
import { Badge, colorOf } from "./color";
import type { Desk } from "./desk";
import { StepIcon } from "./icon";
import { webAddress } from "./link";
import { loadSteps, type Whose } from "./loadSteps";
import { Moment } from "./moment";
import { attributes, sentence } from "./sentence";

/** Most steps shown before an agent asks for earlier ones. */
const SHOWN_STEPS = 50;

/** @param n changes whenever the collector may have more to tell of this card */
export function Journey({ card, n, desk }: { card: Whose; n: number; desk: Desk }) {
  const answer = useAnswer(() => loadSteps(desk, card), n);
  const steps = answer.body;
  const [all, setAll] = useState(false);
  const [addresses, setAddresses] = useState(false);

  const hidden = all || !steps ? 0 : Math.max(0, steps.length - SHOWN_STEPS);
  return (
    <div class="journey">
      <div class="journey-head">
        <h4>Journey</h4>
        {steps?.some(isPage) && (
          <button type="button" class="quiet" aria-pressed={addresses} onClick={() => setAddresses(!addresses)}>
            Show page addresses
          </button>
        )}
      </div>
      <Waiting answer={answer} what="The journey" />
      {steps?.length === 0 && <p class="hint">Nothing is known yet of what happened before.</p>}
      {hidden > 0 && <button type="button" class="quiet" onClick={() => setAll(true)}>Show {hidden} earlier</button>}
      {steps && steps.length > 0 && (
        <ol class="steps">
          {steps.slice(hidden).map((step) => <Line key={step.id} step={step} address={addresses} />)}
        </ol>
      )}
    </div>
  );
}

const isPage = (step: Step) => step.type === "page.viewed";

function Line({ step, address }: { step: Step; address: boolean }) {
  const more = attributes(step);
  const link = isPage(step) && webAddress(step.url);
  const color = step.type === "segment.matched" && colorOf(step.data.color);
  const text = isPage(step) && address && step.url ? step.url : sentence(step);
  return (
    <li class={isPage(step) ? "step page" : "step"} data-type={step.type}>
      <span class="step-icon">{color ? <Badge color={color}><StepIcon type={step.type} /></Badge> : <StepIcon type={step.type} />}</span>
      <span class="step-text">
        {link ? <a href={link} target="_blank" rel="noopener noreferrer nofollow">{text}</a> : text}
      </span>
      <Moment at={step.at} />
      {more.length > 0 && (
        <dl class="attributes">
          {more.map(([name, value], i) => <div key={i}><dt>{name}</dt><dd>{value}</dd></div>)}
        </dl>
      )}
    </li>
  );
}
