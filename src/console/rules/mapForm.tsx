/** When and for whom an action map acts: pages, times, delays, how often, with whom it is compared. */
import { useRef } from "preact/hooks";
import { DAYS } from "../../protocol/rules";
import { ConditionForm } from "./conditionForm";
import { Check, Choice, Fields, Num, Text, useField } from "./form";
import { Span } from "./spanField";
import { AFTER_WORDS, DAY_WORDS, PAGE_FIELDS } from "./words";
import { freshField } from "./turned";

export function MapForm() {
  return (
    <>
      <Fields title="Where and when">
        <Pages />
        <Schedule />
        <div class="fields-row">
          <Span at="after" label="Waits" unit="s" words={AFTER_WORDS} />
          <Span at="expires" label="An offer is over after" />
          <Text at="agents.queue" label="Only while agents are free for queue" />
        </div>
      </Fields>
      <Fields title="How often">
        <div class="fields-row">
          <Choice at="repeats" label="Acts" options={{ "": "once a visit", contact: "once for a person", always: "each time" }} />
          <Choice at="weight" label="Of several offers" options={{ "": "as heavy as others", 1: "lighter", 3: "heavier" }} numeric />
          <Num at="control" label="Control group, % of people" hint="0" max={100} scale={100} />
        </div>
        <Check at="ignoreCaps" label="Offer it even when people are to be left alone" />
      </Fields>
    </>
  );
}

function Pages() {
  const { value, set } = useField("pages");
  if (value !== undefined) return <div class="field"><span>On pages where</span><ConditionForm at="pages" fields={PAGE_FIELDS} onRemove={() => set(undefined)} /></div>;
  return <button type="button" class="quiet" onClick={() => set({ all: [freshField(PAGE_FIELDS)] })}>Only on certain pages</button>;
}

function Schedule() {
  const { value, set, attributes, wrong } = useField("schedule");
  const hours = useField("schedule.hours");
  const add = useRef<HTMLButtonElement>(null);
  if (value === undefined) {
    return <button type="button" class="quiet" onClick={() => set({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })}>Only at certain times</button>;
  }
  const periods = (hours.value ?? []) as object[];
  return (
    <div class="condition" role="group" tabIndex={-1} aria-label="Only at certain times" {...attributes}>
      <strong>Only at certain times</strong>
      <div class="condition-body">
      <div class="fields-row">
        <Text at="schedule.timeZone" label="Time zone" list={Intl.supportedValuesOf("timeZone")} required />
        <Text at="schedule.from" label="First day" type="date" />
        <Text at="schedule.until" label="Last day" type="date" />
      </div>
      {periods.map((_, i) => (
        <Period
          key={i} at={`schedule.hours[${i}]`}
          onRemove={() => {
            hours.set(periods.length > 1 ? periods.filter((_each, n) => n !== i) : undefined);
            add.current?.focus();
          }}
        />
      ))}
      <button type="button" class="quiet" ref={add} onClick={() => hours.set([...periods, { days: DAYS.slice(0, 5), from: "09:00", until: "17:00" }])}>Add hours</button>
      {wrong}
      </div>
      <button type="button" class="quiet remove" onClick={() => set(undefined)}>Remove</button>
    </div>
  );
}

function Period({ at, onRemove }: { at: string; onRemove: () => void }) {
  const { value, set, attributes, wrong } = useField(`${at}.days`);
  const chosen = value as string[];
  return (
    <div class="fields-row">
      <div class="days" role="group" tabIndex={-1} aria-label="Days" {...attributes}>
        {DAYS.map((day) => (
          <label key={day}>
            <input type="checkbox" checked={chosen.includes(day)} onChange={() => set(DAYS.filter((each) => (each === day ? !chosen.includes(each) : chosen.includes(each))))} />
            {DAY_WORDS[day]}
          </label>
        ))}
        {wrong}
      </div>
      <Text at={`${at}.from`} label="From" type="time" required />
      <Text at={`${at}.until`} label="Until" type="time" required />
      <button type="button" class="quiet" aria-label="Remove these hours" onClick={onRemove}>Remove</button>
    </div>
  );
}
