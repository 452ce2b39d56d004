/** When people are left alone, whatever action maps say. */
import { useMemo } from "preact/hooks";
import { FormContext } from "./form";
import { assigned, written } from "./places";
import { setOf } from "./draft";
import { Span } from "./spanField";
import type { Work } from "./useWork";

const CAPS = { afterConversation: "After a conversation has ended", afterRejection: "After an offer was declined", between: "After any offer" } as const;

export function Caps({ work: { draft, change, problems } }: { work: Work }) {
  const form = useMemo(() => ({
    rule: draft.caps,
    place: "caps",
    change: (at: string, value: unknown) => change((now) => ({ ...now, caps: written(now.caps ?? {}, at, value) })),
    problems: assigned(problems, Object.keys(CAPS).map((cap) => `caps.${cap}`)),
    set: setOf(draft),
  }), [draft, problems]);
  return (
    <FormContext.Provider value={form}>
      <fieldset class="fieldset">
        <legend>No offers for so long</legend>
        <div class="fields-row">{Object.entries(CAPS).map(([at, label]) => <Span key={at} at={at} label={label} unit="h" />)}</div>
      </fieldset>
    </FormContext.Provider>
  );
}
