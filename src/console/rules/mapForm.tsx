/** When and for whom an action map acts: pages, times, delays, how often, with whom it is compared. */
import { useRef } from "preact/hooks";
import { DAYS } from "../../protocol/rules";
import { ConditionForm } from "./conditionForm";
import { Check, Choice, Fields, Num, Text, useField } from "./form";
import { Span } from "./spanField";
import { words } from "../words/pageWords";
import { PAGE_FIELDS } from "./words";
import { freshField } from "./turned";

export function MapForm() {
  const { form } = words.rules;
  return (
    <>
      <Fields title={form.whereAndWhen}>
        <Pages />
        <Schedule />
        <div class="fields-row">
          <Span at="after" label={form.waits} unit="s" others={form.after} />
          <Span at="expires" label={form.expires} />
          <Text at="agents.queue" label={form.whileFree} />
        </div>
      </Fields>
      <Fields title={form.howOften}>
        <div class="fields-row">
          <Choice at="repeats" label={form.acts} options={form.repeats} />
          <Choice at="weight" label={form.weight} options={form.weights} numeric />
          <Num at="control" label={form.control} hint="0" max={100} scale={100} />
        </div>
        <Check at="ignoreCaps" label={form.ignoreCaps} />
      </Fields>
    </>
  );
}

function Pages() {
  const { form } = words.rules;
  const { value, set } = useField("pages");
  if (value !== undefined) return <div class="field"><span>{form.onPages}</span><ConditionForm at="pages" fields={PAGE_FIELDS} onRemove={() => set(undefined)} /></div>;
  return <button type="button" class="quiet" onClick={() => set({ all: [freshField(PAGE_FIELDS)] })}>{form.onlyPages}</button>;
}

function Schedule() {
  const { form } = words.rules;
  const { value, set, attributes, wrong } = useField("schedule");
  const hours = useField("schedule.hours");
  const add = useRef<HTMLButtonElement>(null);
  if (value === undefined) {
    return <button type="button" class="quiet" onClick={() => set({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })}>{form.onlyTimes}</button>;
  }
  const periods = (hours.value ?? []) as object[];
  return (
    <div class="condition" role="group" tabIndex={-1} aria-label={form.onlyTimes} {...attributes}>
      <strong>{form.onlyTimes}</strong>
      <div class="condition-body">
      <div class="fields-row">
        <Text at="schedule.timeZone" label={form.timeZone} list={Intl.supportedValuesOf("timeZone")} required />
        <Text at="schedule.from" label={form.firstDay} type="date" />
        <Text at="schedule.until" label={form.lastDay} type="date" />
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
      <button type="button" class="quiet" ref={add} onClick={() => hours.set([...periods, { days: DAYS.slice(0, 5), from: "09:00", until: "17:00" }])}>{form.addHours}</button>
      {wrong}
      </div>
      <button type="button" class="quiet remove" onClick={() => set(undefined)}>{words.common.remove}</button>
    </div>
  );
}

function Period({ at, onRemove }: { at: string; onRemove: () => void }) {
  const { value, set, attributes, wrong } = useField(`${at}.days`);
  const chosen = value as string[];
  const { form } = words.rules;
  return (
    <div class="fields-row">
      <div class="days" role="group" tabIndex={-1} aria-label={form.days} {...attributes}>
        {DAYS.map((day) => (
          <label key={day}>
            <input type="checkbox" checked={chosen.includes(day)} onChange={() => set(DAYS.filter((each) => (each === day ? !chosen.includes(each) : chosen.includes(each))))} />
            {form.weekdays[day]}
          </label>
        ))}
        {wrong}
      </div>
      <Text at={`${at}.from`} label={form.from} type="time" required />
      <Text at={`${at}.until`} label={form.until} type="time" required />
      <button type="button" class="quiet" aria-label={form.removeHours} onClick={onRemove}>{words.common.remove}</button>
    </div>
  );
}
