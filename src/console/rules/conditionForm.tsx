/** Builds a condition: groups of rows, each of a kind, as deep as it takes. */
import { useContext, useRef } from "preact/hooks";
import { OPERATORS, type Condition, type FieldTest, type Operator } from "../../protocol/rules";
import { Check, Choice, FormContext, Num, Text, useField } from "./form";
import { PatternForm, Windows } from "./patternForm";
import { CONDITION_KINDS, FIELD_KINDS, kindOf, type ConditionKind } from "./shape";
import { compared, freshField, takesCase, turned } from "./turned";
import { Value } from "./valueField";
import { words } from "../words/pageWords";
import { KNOWN_FIELDS } from "./words";

export interface ConditionFormProps {
  at: string;
  /** Where only details may be compared: which there are. */
  fields?: readonly string[] | undefined;
  onRemove?: () => void;
}

export function ConditionForm({ at, fields, onRemove }: ConditionFormProps) {
  const { value, set, attributes, wrong } = useField(at);
  const { set: rules } = useContext(FormContext);
  const kind = kindOf(value);
  const kinds: readonly ConditionKind[] = fields ? FIELD_KINDS : CONDITION_KINDS;
  const { form } = words.rules;
  const turn = (chosen: string) => set(turned(value as Condition, chosen as ConditionKind, rules));
  return (
    <div class="condition" role="group" tabIndex={-1} data-kind={kind} {...attributes} aria-label={kind && form.kinds[kind]}>
      <select class="kind" aria-label={form.kind} value={kind} onChange={({ currentTarget }) => turn(currentTarget.value)}>
        {kinds.map((each) => <option key={each} value={each}>{form.kinds[each]}</option>)}
      </select>
      <div class="condition-body">
        <Body at={at} kind={kind} fields={fields} />
        {wrong}
      </div>
      {onRemove && <button type="button" class="quiet remove" onClick={onRemove}>{words.common.remove}</button>}
    </div>
  );
}

function Body({ at, kind, fields }: ConditionFormProps & { kind: ConditionKind | undefined }) {
  const { set } = useContext(FormContext);
  const { form } = words.rules;
  const named = (rules: { id: string; name: string }[]) => Object.fromEntries(rules.map(({ id, name }) => [id, name]));
  switch (kind) {
    case "all":
    case "any":
      return <Group at={`${at}.${kind}`} fields={fields} />;
    case "not":
      return <ConditionForm at={`${at}.not`} fields={fields} />;
    case "field":
      return <Detail at={at} fields={fields ?? KNOWN_FIELDS} />;
    case "event":
      return (
        <>
          <PatternForm at={at} details={ConditionForm} />
          <div class="fields-row">
            <Num at={`${at}.atLeast`} label={form.atLeast} hint="1" />
            <Num at={`${at}.atMost`} label={form.atMost} hint={form.any} />
            <Windows at={at} />
          </div>
        </>
      );
    case "sequence":
      return <Sequence at={at} />;
    case "never":
      return (
        <>
          <p class="hint">{form.knownLater}</p>
          <PatternForm at={`${at}.never`} details={ConditionForm} />
        </>
      );
    case "segment":
      return <Choice at={`${at}.segment`} label={form.segment} options={named(set.segments)} />;
    case "outcome":
      return (
        <div class="fields-row">
          <Choice at={`${at}.outcome`} label={form.outcome} options={named(set.outcomes)} />
          <Num at={`${at}.scoreAtLeast`} label={form.likely} hint={form.achieved} max={100} scale={100} />
        </div>
      );
    default:
      return null;
  }
}

function Detail({ at, fields }: { at: string; fields: readonly string[] }) {
  const { value, set } = useField(at);
  const test = value as FieldTest;
  const { form, phrase } = words.rules;
  const options = Object.fromEntries(OPERATORS.map((each) => [each, phrase.operators[each]]));
  return (
    <div class="fields-row">
      <Text at={`${at}.field`} label={form.detail} list={fields} required />
      <Choice at={`${at}.is`} label={form.compared} options={options} onChoose={(is) => set(compared(test, is as Operator))} />
      <Value at={`${at}.value`} field={test.field} operator={test.is} />
      {takesCase(test) && <Check at={`${at}.ignoreCase`} label={form.ignoreCase} />}
    </div>
  );
}

/** Rows of a list, and a button for one more, where the focus goes when a row is taken away. */
function Group({ at, fields }: ConditionFormProps) {
  const { value, set } = useField(at);
  const add = useRef<HTMLButtonElement>(null);
  const list = value as Condition[];
  return (
    <div class="group">
      {list.map((_, i) => (
        <ConditionForm
          key={i} at={`${at}[${i}]`} fields={fields}
          onRemove={() => {
            set(list.filter((_each, n) => n !== i));
            add.current?.focus();
          }}
        />
      ))}
      <button type="button" class="quiet" ref={add} onClick={() => set([...list, fields ? freshField(fields) : { event: "page.viewed" }])}>{words.rules.form.addCondition}</button>
    </div>
  );
}

function Sequence({ at }: { at: string }) {
  const { value, set } = useField(`${at}.sequence`);
  const add = useRef<HTMLButtonElement>(null);
  const list = value as object[];
  return (
    <>
      <ol class="sequence">
        {list.map((_, i) => (
          <li key={i}>
            <PatternForm at={`${at}.sequence[${i}]`} details={ConditionForm} />
            <button
              type="button" class="quiet" aria-label={words.rules.form.removeStep(i + 1)}
              onClick={() => {
                set(list.filter((_each, n) => n !== i));
                add.current?.focus();
              }}
            >
              {words.common.remove}
            </button>
          </li>
        ))}
      </ol>
      <button type="button" class="quiet" ref={add} onClick={() => set([...list, { event: "page.viewed" }])}>{words.rules.form.addStep}</button>
      <div class="fields-row"><Windows at={at} /></div>
    </>
  );
}
