/** A length of time in a form: a number and a unit. */
import { useState } from "preact/hooks";
import { useField } from "./form";
import { spanOf, UNITS, type Unit } from "./span";

/** @param words what may stand there in place of a length, value to words */
export function Span({ at, label, unit = "m", words }: { at: string; label: string; unit?: Unit; words?: { [value: string]: string } }) {
  const { value, set, attributes, wrong } = useField(at);
  const span = spanOf(value);
  const word = typeof value === "string" && words && Object.hasOwn(words, value) ? value : undefined;
  // The unit that is chosen before there is a number.
  const [chosen, setChosen] = useState<Unit>(unit);
  const now = span?.unit ?? chosen;
  const choose = (next: string) => {
    if (words && Object.hasOwn(words, next)) return set(next);
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
        <select aria-label={`${label}: unit`} value={word ?? now} onChange={({ currentTarget: { value: next } }) => choose(next)}>
          {Object.entries(UNITS).map(([each, name]) => <option key={each} value={each}>{name}s</option>)}
          {words && Object.entries(words).map(([each, name]) => <option key={each} value={each}>{name}</option>)}
        </select>
      </span>
      {wrong}
    </div>
  );
}
