/** One step of a journey: its icon, its sentence, its time, and what else is known of it. */
import type { Step } from "../../protocol/card";
import { words } from "../words/words";
import { Attributes } from "./attributes";
import { kindOf } from "./kinds";
import { sentence } from "./sentence";
import { StepIcon } from "./stepIcon";
import { When, type Clock } from "./when";

export interface StepLineProps {
  step: Step;
  clock: Clock;
  /** It has come while somebody looked. */
  isNew: boolean;
}

export function StepLine({ step, clock, isNew }: StepLineProps) {
  return (
    <li class="step" data-type={step.type} data-kind={kindOf(step.type)} data-new={isNew || undefined}>
      <span class="step-icon"><StepIcon step={step} /></span>
      <span class="step-text"><bdi>{sentence(step)}</bdi>{isNew && <NewMark />}</span>
      <When at={step.at} clock={clock} />
      <Attributes step={step} />
    </li>
  );
}

export function NewMark() {
  return <span class="new-mark">{words.journey.isNew}</span>;
}
