/** What agents choose of a journey: how much of it, which kinds of steps, and how pages and times are written. */
import type { ComponentChildren } from "preact";
import { words } from "../words/words";
import { KINDS, type Kind } from "./kinds";
import type { Scope } from "./loadSteps";
import { Sign } from "./shape";

interface ToggleProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ComponentChildren;
}

function Toggle({ isOn, onChange, children }: ToggleProps) {
  return <button type="button" class="toggle-chip" aria-pressed={isOn} onClick={() => onChange(!isOn)}>{children}</button>;
}

export function Scopes({ scopes, scope, onChoose }: { scopes: Scope[]; scope: Scope; onChoose: (scope: Scope) => void }) {
  return (
    <div class="segments" role="group" aria-label={words.journey.scope}>
      {scopes.map((one) => <button type="button" key={one} aria-pressed={one === scope} onClick={() => onChoose(one)}>{words.journey.scopes[one]}</button>)}
    </div>
  );
}

export interface KindsProps {
  counts: { [kind in Kind]: number };
  kinds: ReadonlySet<Kind>;
  onChange: (kinds: ReadonlySet<Kind>) => void;
}

/** A kind of which there is nothing is not offered. */
export function Kinds({ counts, kinds, onChange }: KindsProps) {
  const { journey } = words;
  return (
    <div class="chips-row" role="group" aria-label={journey.kinds.title}>
      {KINDS.filter((kind) => counts[kind]).map((kind) => (
        <Toggle key={kind} isOn={kinds.has(kind)} onChange={(isOn) => onChange(new Set(KINDS.filter((one) => (one === kind ? isOn : kinds.has(one)))))}>
          <Sign kind={kind} /> {journey.kinds[kind]} <span class="chip-count">{counts[kind]}</span>
        </Toggle>
      ))}
    </div>
  );
}

/** A switch that this browser remembers. */
export interface Remembered {
  isOn: boolean;
  set: (isOn: boolean) => void;
}

export function View({ addresses, relative }: { addresses: Remembered; relative: Remembered }) {
  return (
    <div class="chips-row view-row" role="group" aria-label={words.journey.view}>
      <Toggle isOn={addresses.isOn} onChange={addresses.set}>{words.journey.addresses}</Toggle>
      <Toggle isOn={relative.isOn} onChange={relative.set}>{words.journey.relative}</Toggle>
    </div>
  );
}
