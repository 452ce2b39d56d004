/** When people are left alone, whatever action maps say. */
import { useMemo } from "preact/hooks";
import { FormContext } from "./form";
import { assigned, written } from "./places";
import { setOf } from "./draft";
import { Span } from "./spanField";
import { words } from "../words/pageWords";
import type { Work } from "./useWork";

const CAPS = ["afterConversation", "afterRejection", "between"] as const;

export function Caps({ work: { draft, change, problems } }: { work: Work }) {
  const form = useMemo(() => ({
    rule: draft.caps,
    place: "caps",
    change: (at: string, value: unknown) => change((now) => ({ ...now, caps: written(now.caps ?? {}, at, value) })),
    problems: assigned(problems, CAPS.map((cap) => `caps.${cap}`)),
    set: setOf(draft),
  }), [draft, problems]);
  return (
    <FormContext.Provider value={form}>
      <fieldset class="fieldset">
        <legend>{words.rules.form.caps}</legend>
        <div class="fields-row">{CAPS.map((at) => <Span key={at} at={at} label={words.rules.form.capsAfter[at]} unit="h" />)}</div>
      </fieldset>
    </FormContext.Provider>
  );
}
