/** Finds a contact by what an agent types, to say by hand that it is this visitor. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ContactSummary, Found } from "../../protocol/contact";
import { useAnswer, Waiting } from "../answer";
import type { Seat } from "../desk";
import { words } from "../words/words";
import { details } from "./identity";

export interface LinkerProps {
  seat: Seat;
  busy: boolean;
  onChoose: (contact: ContactSummary) => void;
  /** Who is not offered. */
  except?: string;
  /** What the buttons say, and what they say to those who do not see the row. */
  says?: { choose: string; which: (contact: ContactSummary) => string };
}

const itIs: NonNullable<LinkerProps["says"]> = {
  get choose() {
    return words.contact.itIs;
  },
  which: (contact) => words.contact.itIsWho(contact.name, details(contact)),
};

export function Linker(props: LinkerProps) {
  const [typed, setTyped] = useState("");
  const wanted = typed.trim();
  const field = useRef<HTMLInputElement>(null);
  // At once, so that no letter that an agent types is lost.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div class="linker">
      <label class="find">
        <span>{words.contact.find}</span>
        <input type="search" ref={field} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      {wanted && <Results {...props} wanted={wanted} />}
    </div>
  );
}

function Results({ wanted, seat, busy, onChoose, except, says = itIs }: LinkerProps & { wanted: string }) {
  const answer = useAnswer(() => seat.desk.ask<Found>(`/v1/contacts?q=${encodeURIComponent(wanted)}`), wanted);
  const found = answer.body;
  const listed = found?.contacts.filter(({ id }) => id !== except) ?? [];
  return (
    <>
      <Waiting answer={answer} what={words.contact.directory} />
      {found && listed.length === 0 && <p class="hint" role="status">{words.contact.nobodyHas(wanted)}</p>}
      <ul class="who-list">
        {listed.map((contact) => (
          <li key={contact.id}>
            <span>{contact.name} <span class="hint">{details(contact)}</span></span>
            <button type="button" aria-label={says.which(contact)} aria-disabled={busy} onClick={() => onChoose(contact)}>{says.choose}</button>
          </li>
        ))}
      </ul>
      {found?.more && <p class="hint">{words.contact.more}</p>}
    </>
  );
}
