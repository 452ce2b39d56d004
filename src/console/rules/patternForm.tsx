/** Says what happened, with which details, and within which time. */
import type { JSX } from "preact";
import type { Pattern } from "../../protocol/rules";
import { Choice, Text, useField } from "./form";
import { Span } from "./spanField";
import { freshField } from "./turned";
import { words } from "../words/pageWords";
import { fieldsOfEvent } from "./words";

/** @param details what builds the condition on the event's details */
export function PatternForm({ at, details: Details }: { at: string; details: (props: { at: string; fields: readonly string[]; onRemove: () => void }) => JSX.Element }) {
  const { value } = useField(at);
  const { form, phrase } = words.rules;
  const { event, where } = value as Pattern;
  const details = useField(`${at}.where`);
  return (
    <>
      <div class="fields-row">
        <Text at={`${at}.event`} label={form.what} list={Object.keys(phrase.events)} required />
        {(event === "page.viewed" || "lasting" in (value as Pattern)) && <Span at={`${at}.lasting`} label={form.lookedAtFor} unit="s" />}
      </div>
      {where === undefined ? (
        <button type="button" class="quiet" onClick={() => details.set({ all: [freshField(fieldsOfEvent(event))] })}>{form.addDetails}</button>
      ) : (
        <div class="where"><Details at={`${at}.where`} fields={fieldsOfEvent(event)} onRemove={() => details.set(undefined)} /></div>
      )}
    </>
  );
}

export function Windows({ at }: { at: string }) {
  const { form } = words.rules;
  return (
    <>
      <Span at={`${at}.inLast`} label={form.inLast} unit="d" />
      <Span at={`${at}.within`} label={form.within} />
      <Choice at={`${at}.of`} label={form.of} options={form.scopes} />
    </>
  );
}
