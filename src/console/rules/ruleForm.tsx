/** The form of one rule: what all have, and what segments and outcomes have besides. */
import { RULES } from "../../protocol/rules";
import { ActionForm } from "./actionForm";
import { ConditionForm } from "./conditionForm";
import type { Kind } from "./draft";
import { Check, Choice, Fields, Num, Text, useField } from "./form";
import { MapForm } from "./mapForm";
import { Span } from "./spanField";

const CONDITION_TITLES = { actionMaps: "It acts when", segments: "In it is who", outcomes: "It is achieved when" } as const;

export function RuleForm({ kind }: { kind: Kind }) {
  return (
    <>
      <Fields title="The rule">
        <Text at="name" label="Name" required />
        <Text at="description" label="Description" rows={2} max={RULES.textChars} />
        {kind === "segments" && <SegmentForm />}
        {kind === "outcomes" && <OutcomeForm />}
      </Fields>
      <Fields title={CONDITION_TITLES[kind]}><ConditionForm at="when" /></Fields>
      {kind === "actionMaps" && <ActionForm />}
      {kind === "actionMaps" && <MapForm />}
    </>
  );
}

function SegmentForm() {
  return (
    <>
      <div class="fields-row">
        <Choice at="of" label="Of" options={{ session: "the visit", contact: "the person, over all visits" }} />
        <Text at="color" label="Colour" type="color" required />
        <Span at="expires" label="Ends after" unit="d" />
      </div>
      <Check at="shown" label="Show it to agents" otherwise />
      <Check at="tellPage" label="Tell the page, where anybody can read it" />
    </>
  );
}

function OutcomeForm() {
  return (
    <>
      <Worth />
      <Check at="positive" label="The site wants it" otherwise />
      <Check at="scored" label="Learn how likely it is" />
      <Check at="tellPage" label="Tell the page, where anybody can read it" />
    </>
  );
}

/** A number, or what a detail of the event says. */
function Worth() {
  const { value } = useField("value");
  const isNumber = value === undefined || typeof value === "number";
  return (
    <div class="fields-row">
      {isNumber && <Num at="value" label="Worth" step={0.01} />}
      {typeof value !== "number" && <Text at="value.field" label={isNumber ? "Or what this detail says" : "Worth what this detail says"} list={["data.value", "talkedSeconds"]} />}
    </div>
  );
}
