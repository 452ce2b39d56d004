/** What all fields of a rule's form share: the rule that they show, how it is changed, and what is wrong with it where. */
import { createContext, type ComponentChildren } from "preact";
import { useContext, useId } from "preact/hooks";
import type { RuleSet } from "../../protocol/rules";
import { words } from "../words/pageWords";
import { read } from "./places";

export interface Form {
  rule: unknown;
  /** Where the rule stands in the set: `actionMaps[2]`. */
  place: string;
  /** Puts a value at a place within the rule; nothing takes it away. */
  change(at: string, value: unknown): void;
  problems: ReadonlyMap<string, string[]>;
  /** The whole set, to choose segments and outcomes of. */
  set: RuleSet;
}

export const FormContext = createContext<Form>({ rule: undefined, place: "", change: () => {}, problems: new Map(), set: { segments: [], outcomes: [], actionMaps: [] } });

/** What a control at a place within the rule needs: its value, its attributes, and its problems, which are linked with it. */
export function useField(at: string) {
  const { rule, place, change, problems } = useContext(FormContext);
  const id = useId();
  const full = at ? `${place}${at.startsWith("[") ? "" : "."}${at}` : place;
  const told = problems.get(full) ?? [];
  return {
    value: read(rule, at),
    set: (value: unknown) => change(at, value),
    attributes: { id, "data-place": full, ...(told.length > 0 && { "aria-invalid": true as const, "aria-describedby": `${id}-wrong` }) },
    wrong: told.length > 0 && <span class="wrong" id={`${id}-wrong`}>{told.join("; ")}</span>,
  };
}

export const textOf = (value: unknown): string => (typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));

interface ControlProps {
  at: string;
  label: string;
}

/** A text; an empty one is no value. */
export function Text({ at, label, hint, list, rows, max, type = "text", required }: ControlProps & { hint?: string; list?: readonly string[]; rows?: number; max?: number; type?: "text" | "date" | "time" | "color"; required?: true }) {
  const { value, set, attributes, wrong } = useField(at);
  const { id } = attributes;
  const shared = {
    ...attributes,
    value: textOf(value),
    placeholder: hint,
    maxLength: max,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => set(currentTarget.value || (required ? "" : undefined)),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows ? <textarea rows={rows} {...shared} /> : <input type={type} {...shared} list={list && `${id}-list`} autoComplete="off" />}
      {list && <datalist id={`${id}-list`}>{list.map((each) => <option key={each} value={each} />)}</datalist>}
      {wrong}
    </div>
  );
}

/** A number; without one no value. @param scale how many of what is shown make one of what is kept: 100 for per cent */
export function Num({ at, label, hint, min = 0, max, step = 1, scale = 1 }: ControlProps & { hint?: string; min?: number; max?: number; step?: number; scale?: number }) {
  const { value, set, attributes, wrong } = useField(at);
  return (
    <div class="field number">
      <label for={attributes.id}>{label}</label>
      <input
        type="number" {...attributes} min={min} max={max} step={step} placeholder={hint}
        value={typeof value === "number" ? Number((value * scale).toPrecision(12)) : ""}
        onInput={({ currentTarget: { value: typed } }) => set(typed === "" ? undefined : Number(typed) / scale)}
      />
      {wrong}
    </div>
  );
}

/** One of several. @param options value to words; the value `""` is no value. @param onChoose where more changes than the value */
export function Choice({ at, label, options, numeric, onChoose }: ControlProps & { options: { [value: string]: string }; numeric?: true; onChoose?: (value: string) => void }) {
  const { value, set, attributes, wrong } = useField(at);
  const now = value === undefined ? "" : String(value);
  const choose = onChoose ?? ((chosen: string) => set(chosen === "" ? undefined : numeric ? Number(chosen) : chosen));
  return (
    <div class="field">
      <label for={attributes.id}>{label}</label>
      <select {...attributes} value={now} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {!Object.hasOwn(options, now) && <option value={now}>{now || words.common.choose}</option>}
        {Object.entries(options).map(([each, says]) => <option key={each} value={each}>{says}</option>)}
      </select>
      {wrong}
    </div>
  );
}

/** Yes or no. @param otherwise what holds where nothing is said, and is not written then */
export function Check({ at, label, otherwise = false }: ControlProps & { otherwise?: boolean }) {
  const { value, set, attributes, wrong } = useField(at);
  return (
    <div class="field check">
      <input type="checkbox" {...attributes} checked={value === undefined ? otherwise : value === true} onChange={({ currentTarget: { checked } }) => set(checked === otherwise ? undefined : checked)} />
      <label for={attributes.id}>{label}</label>
      {wrong}
    </div>
  );
}

export function Fields({ title, children }: { title: string; children: ComponentChildren }) {
  return <fieldset class="fieldset"><legend>{title}</legend>{children}</fieldset>;
}
