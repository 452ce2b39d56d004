/** The form of one rule: what all have, and what segments and outcomes have besides. */
import { RULES } from "../../protocol/rules";
import { words } from "../words/pageWords";
import { ActionForm } from "./actionForm";
import { ConditionForm } from "./conditionForm";
import type { Kind } from "./draft";
import { Check, Choice, Fields, Num, Text, useField } from "./form";
import { MapForm } from "./mapForm";
import { Span } from "./spanField";

export function RuleForm({ kind }: { kind: Kind }) {
  const { form } = words.rules;
  return (
    <>
      <Fields title={form.rule}>
        <Text at="name" label={form.name} required />
        <Text at="description" label={form.description} rows={2} max={RULES.textChars} />
        {kind === "segments" && <SegmentForm />}
        {kind === "outcomes" && <OutcomeForm />}
      </Fields>
      <Fields title={form.conditions[kind]}><ConditionForm at="when" /></Fields>
      {kind === "actionMaps" && <ActionForm />}
      {kind === "actionMaps" && <MapForm />}
    </>
  );
}

function SegmentForm() {
  const { form } = words.rules;
  return (
    <>
      <div class="fields-row">
        <Choice at="of" label={form.of} options={form.ofSegment} />
        <Text at="color" label={form.color} type="color" required />
        <Span at="expires" label={form.endsAfter} unit="d" />
      </div>
      <Check at="shown" label={form.shown} otherwise />
      <Check at="tellPage" label={form.tellPage} />
    </>
  );
}

function OutcomeForm() {
  const { form } = words.rules;
  return (
    <>
      <Worth />
      <Check at="positive" label={form.positive} otherwise />
      <Check at="scored" label={form.scored} />
      <Check at="tellPage" label={form.tellPage} />
    </>
  );
}

/** A number, or what a detail of the event says. */
function Worth() {
  const { form } = words.rules;
  const { value } = useField("value");
  const isNumber = value === undefined || typeof value === "number";
  return (
    <div class="fields-row">
      {isNumber && <Num at="value" label={form.worth} step={0.01} />}
      {typeof value !== "number" && <Text at="value.field" label={isNumber ? form.orDetail : form.worthDetail} list={["data.value", "talkedSeconds"]} />}
    </div>
  );
}
