/** The page of the directory: finds contacts, opens one, and imports many. */
import { useState } from "preact/hooks";
import type { ContactSummary, Found } from "../protocol/contact";
import { useAnswer, Waiting } from "./answer";
import { Bar } from "./bar";
import { Contact } from "./contact";
import type { Seat } from "./desk";
import { useHash } from "./hash";
import { details, temporary } from "./contact/identity";
import { Importer } from "./importer";
import { useTitle } from "./title";
import { words } from "./words/words";

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
    setNews(words.contacts.erased(name));
    location.hash = "";
    changed();
  };
  useTitle(words.contacts.title);

  return (
    <>
      <Bar seat={seat} here="/console/contacts" />
      <main>
        <div class="row">
          <h2 class="page-title">{words.contacts.title}</h2>
          <label class="find wide-find">
            <span>{words.contacts.find}</span>
            <input type="search" placeholder={words.contacts.findBy} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
        </div>
        <div class="directory">
          {open && <Contact key={open} id={open} seat={seat} changes={changes} onChange={changed} onGone={gone} />}
          <section class="people" aria-label={words.contacts.directory}>
            <Waiting answer={answer} what={words.contacts.theDirectory} />
            {found && <People found={found} wanted={wanted} open={open} />}
          </section>
          {seat.me.may.includes("imports") && <Importer key="importer" seat={seat} onRead={changed} />}
        </div>
      </main>
      <p role="status" class="spoken">{news}</p>
    </>
  );
}

function People({ found, wanted, open }: { found: Found; wanted: string; open: string }) {
  if (!found.contacts.length) {
    return <div class="empty">{wanted ? <p>{words.contacts.nobody(wanted)}</p> : <><p><strong>{words.contacts.none}</strong></p><p>{words.contacts.first}</p></>}</div>;
  }
  return (
    <>
      <ul class="contacts">
        {found.contacts.map((contact) => <Person key={contact.id} contact={contact} isOpen={contact.id === open} />)}
      </ul>
      {found.more && <p class="hint">{words.contacts.more}</p>}
    </>
  );
}

function Person({ contact, isOpen }: { contact: ContactSummary; isOpen: boolean }) {
  return (
    <li>
      <a href={`#${encodeURIComponent(contact.id)}`} {...(isOpen && { "aria-current": "true" as const })}>
        <span class="person-name"><bdi>{contact.name}</bdi></span>
        {details(contact) && <span class="hint"><bdi>{details(contact)}</bdi></span>}
        {contact.expiresAt !== undefined && <span class="hint">{temporary(contact.expiresAt)}</span>}
      </a>
    </li>
  );
}
