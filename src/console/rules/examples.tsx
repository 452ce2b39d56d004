/** Visits that a rule would have met, each with its journey to open. */
import { useState } from "preact/hooks";
import type { RuleExample } from "../../protocol/ruleAnswers";
import type { Seat } from "../desk";
import { Journey } from "../journey/journey";
import { clock } from "../moment";
import { words } from "../words/pageWords";

export function Examples({ examples, seat }: { examples: RuleExample[]; seat: Seat }) {
  const [open, setOpen] = useState<string>();
  return (
    <div class="examples">
      <div class="who-actions">
        <span>{words.rules.results.forExample}</span>
        {examples.map(({ session, at }) => (
          <button key={session} type="button" class="quiet" aria-expanded={open === session} onClick={() => setOpen(open === session ? undefined : session)}>
            {words.rules.results.visitOf(clock(at))}
          </button>
        ))}
      </div>
      {open !== undefined && <Journey key={open} card={{ kind: "session", id: open }} n={0} now={Date.now()} desk={seat.desk} />}
    </div>
  );
}
