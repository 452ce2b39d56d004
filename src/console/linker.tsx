/** Finds a contact by what an agent types, to say by hand that it is this visitor. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Found } from "../protocol/contact";
import { useAnswer, Waiting } from "./answer";
import type { Seat } from "./desk";
import { details } from "./identity";

export interface LinkerProps {
  seat: Seat;
  busy: boolean;
  onChoose: (contact: string) => void;
}

export function Linker({ seat, busy, onChoose }: LinkerProps) {
  const [typed, setTyped] = useState("");
  const wanted = typed.trim();
  const field = useRef<HTMLInputElement>(null);
  // At once, so that no letter that an agent types is lost.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div class="linker">
      <label class="find">
        <span>Name, e-mail, phone or external id</span>
        <input type="search" ref={field} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      {wanted && <Results wanted={wanted} seat={seat} busy={busy} onChoose={onChoose} />}
    </div>
  );
}

function Results({ wanted, seat, busy, onChoose }: LinkerProps & { wanted: string }) {
  const answer = useAnswer(() => seat.desk.ask<Found>(`/v1/contacts?q=${encodeURIComponent(wanted)}`), wanted);
  const found = answer.body;
  return (
    <>
      <Waiting answer={answer} what="The directory" />
      {found?.contacts.length === 0 && <p class="hint" role="status">No contact has “{wanted}”.</p>}
      <ul class="who-list">
        {found?.contacts.map((contact) => (
          <li key={contact.id}>
            <span>{contact.name} <span class="hint">{details(contact)}</span></span>
            <button type="button" aria-label={`It is ${contact.name}, ${details(contact)}`} aria-disabled={busy} onClick={() => onChoose(contact.id)}>It is</button>
          </li>
        ))}
      </ul>
      {found?.more && <p class="hint">There are more. Type more of it.</p>}
    </>
  );
}
