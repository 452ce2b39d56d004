/** A length of time in a form: a number and a unit. */
import { useState } from "preact/hooks";
import { useField } from "./form";
import { words } from "../words/pageWords";
import { spanOf, UNITS, type Unit } from "./span";

/** @param others what may stand there in place of a length, value to words */
export function Span({ at, label, unit = "m", others }: { at: string; label: string; unit?: Unit; others?: { [value: string]: string } }) {
  const { value, set, attributes, wrong } = useField(at);
  const span = spanOf(value);
  const word = typeof value === "string" && others && Object.hasOwn(others, value) ? value : undefined;
  // The unit that is chosen before there is a number.
  const [chosen, setChosen] = useState<Unit>(unit);
  const now = span?.unit ?? chosen;
  const choose = (next: string) => {
    if (others && Object.hasOwn(others, next)) return set(next);
    setChosen(next as Unit);
    set(span && `${span.count}${next}`);
  };
  return (
    <div class="field span" role="group" aria-label={label}>
      <label for={attributes.id}>{label}</label>
      <span class="pair">
        <input
          type="number" {...attributes} min={1} step={1} value={span?.count ?? ""} disabled={word !== undefined}
          onInput={({ currentTarget: { value: typed } }) => set(typed === "" ? undefined : `${Math.trunc(Number(typed))}${now}`)}
        />
        <select aria-label={words.rules.form.unit(label)} value={word ?? now} onChange={({ currentTarget: { value: next } }) => choose(next)}>
          {UNITS.map((each) => <option key={each} value={each}>{words.rules.form.units[each](2)}</option>)}
          {others && Object.entries(others).map(([each, name]) => <option key={each} value={each}>{name}</option>)}
        </select>
      </span>
      {wrong}
    </div>
  );
}
