/** What a field is compared with: yes or no, a number, or texts, one a line. */
import type { Scalar } from "../../protocol/rules";
import { words } from "../words/pageWords";
import { Num, useField } from "./form";
import { isOrder } from "./turned";
import { FLAGS, NUMBERS } from "./words";

export function Value({ at, field, operator }: { at: string; field: string; operator: string }) {
  if (operator === "exists") return null;
  if (FLAGS.test(field)) return <Flag at={at} />;
  if (NUMBERS.test(field) || isOrder(operator)) return <Num at={at} label={words.rules.form.value} step={0.01} />;
  return <Lines at={at} />;
}

function Flag({ at }: { at: string }) {
  const { value, set, attributes, wrong } = useField(at);
  return (
    <div class="field">
      <label for={attributes.id}>{words.rules.form.value}</label>
      <select {...attributes} value={String(value)} onChange={({ currentTarget: { value: chosen } }) => set(chosen === "true")}>
        {typeof value !== "boolean" && <option value={String(value)}>{words.common.choose}</option>}
        <option value="true">{words.common.yes}</option>
        <option value="false">{words.common.no}</option>
      </select>
      {wrong}
    </div>
  );
}

function Lines({ at }: { at: string }) {
  const { value, set, attributes, wrong } = useField(at);
  const values: unknown[] = Array.isArray(value) ? value : value === undefined ? [""] : [value];
  const take = (lines: string[]) => {
    // A number or a yes that stood there before stays what it is, as long as nobody changes it.
    const next = lines.map((line): Scalar => (values.find((each) => typeof each !== "string" && String(each) === line) as Scalar | undefined) ?? line);
    set(next.length > 1 ? next : (next[0] ?? ""));
  };
  return (
    <div class="field value">
      <label for={attributes.id}>{values.length > 1 ? words.rules.form.values : words.rules.form.value}</label>
      <textarea
        {...attributes} rows={values.length} value={values.map(String).join("\n")}
        onInput={({ currentTarget: { value: typed } }) => take(typed.split("\n"))}
        // An empty line is needed on the way to the next one, and means nothing.
        onBlur={({ currentTarget: { value: typed } }) => typed.includes("\n") && take(typed.split("\n").filter((line) => line))}
      />
      {wrong}
    </div>
  );
}
