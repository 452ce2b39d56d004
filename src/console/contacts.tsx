/** The page of the directory: finds contacts, opens one, and imports many. */
import { useEffect, useState } from "preact/hooks";
import type { ContactSummary, Found } from "../protocol/contact";
import { useAnswer, Waiting } from "./answer";
import { Bar } from "./bar";
import { Contact } from "./contact";
import type { Seat } from "./desk";
import { useHash } from "./hash";
import { details, temporary } from "./identity";
import { Importer } from "./importer";

export function Contacts({ seat }: { seat: Seat }) {
  const [typed, setTyped] = useState("");
  const [changes, setChanges] = useState(0);
  const [news, setNews] = useState("");
  // The open contact stands in the address, so that cards can link to it.
  const open = useHash();
  const wanted = typed.trim();
  const answer = useAnswer(() => seat.desk.ask<Found>(`/v1/contacts?q=${encodeURIComponent(wanted)}`), `${changes} ${wanted}`);
  const found = answer.body;
  const changed = () => setChanges((count) => count + 1);
  const gone = (name: string) => {
    setNews(`${name} was erased.`);
    location.hash = "";
    changed();
  };
  useEffect(() => void (document.title = "Contacts – Parley"), []);

  return (
    <>
      <Bar seat={seat} here="/console/contacts" />
      <main>
        <div class="row">
          <h2 class="page-title">Contacts</h2>
          <label class="find wide-find">
            <span>Find a contact</span>
            <input type="search" placeholder="Name, e-mail, phone or external id" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
        </div>
        <div class="directory">
          {open && <Contact key={open} id={open} seat={seat} changes={changes} onChange={changed} onGone={gone} />}
          <section class="people" aria-label="Directory">
            <Waiting answer={answer} what="The directory" />
            {found && <People found={found} wanted={wanted} open={open} />}
          </section>
          <Importer key="importer" seat={seat} onRead={changed} />
        </div>
      </main>
      <p role="status" class="spoken">{news}</p>
    </>
  );
}

function People({ found, wanted, open }: { found: Found; wanted: string; open: string }) {
  if (!found.contacts.length) {
    return <div class="empty">{wanted ? <p>Nobody matches “{wanted}”.</p> : <><p><strong>No contacts yet.</strong></p><p>Import a CSV file of the people you know: visitors who give the same e-mail or phone are then known by name.</p></>}</div>;
  }
  return (
    <>
      <ul class="contacts">
        {found.contacts.map((contact) => <Person key={contact.id} contact={contact} isOpen={contact.id === open} />)}
      </ul>
      {found.more && <p class="hint">There are more. Type a part of what you look for.</p>}
    </>
  );
}

function Person({ contact, isOpen }: { contact: ContactSummary; isOpen: boolean }) {
  return (
    <li>
      <a href={`#${encodeURIComponent(contact.id)}`} {...(isOpen && { "aria-current": "true" as const })}>
        <span class="person-name">{contact.name}</span>
        {details(contact) && <span class="hint">{details(contact)}</span>}
        {contact.expiresAt !== undefined && <span class="hint">{temporary(contact.expiresAt)}</span>}
      </a>
    </li>
  );
}
