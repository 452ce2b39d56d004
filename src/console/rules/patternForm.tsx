/** Says what happened, with which details, and within which time. */
import type { JSX } from "preact";
import type { Pattern } from "../../protocol/rules";
import { Choice, Text, useField } from "./form";
import { Span } from "./spanField";
import { freshField } from "./turned";
import { EVENTS, fieldsOfEvent } from "./words";

/** @param details what builds the condition on the event's details */
export function PatternForm({ at, details: Details }: { at: string; details: (props: { at: string; fields: readonly string[]; onRemove: () => void }) => JSX.Element }) {
  const { value } = useField(at);
  const { event, where } = value as Pattern;
  const details = useField(`${at}.where`);
  return (
    <>
      <div class="fields-row">
        <Text at={`${at}.event`} label="What" list={Object.keys(EVENTS)} required />
        {(event === "page.viewed" || "lasting" in (value as Pattern)) && <Span at={`${at}.lasting`} label="Looked at for" unit="s" />}
      </div>
      {where === undefined ? (
        <button type="button" class="quiet" onClick={() => details.set({ all: [freshField(fieldsOfEvent(event))] })}>Add details of it</button>
      ) : (
        <div class="where"><Details at={`${at}.where`} fields={fieldsOfEvent(event)} onRemove={() => details.set(undefined)} /></div>
      )}
    </>
  );
}

export function Windows({ at }: { at: string }) {
  return (
    <>
      <Span at={`${at}.inLast`} label="In the last" unit="d" />
      <Span at={`${at}.within`} label="All within" />
      <Choice at={`${at}.of`} label="Of" options={{ "": "as the rule", session: "this visit", contact: "all visits" }} />
    </>
  );
}
