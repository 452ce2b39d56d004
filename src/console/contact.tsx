/** Shows one contact with all that is known of them; exports it, keeps it, and erases it after asking. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Contact as ContactData } from "../protocol/contact";
import { useAnswer, Waiting } from "./answer";
import type { Seat } from "./desk";
import { temporary } from "./contact/identity";
import { Notes } from "./contact/notes";
import { Past } from "./contact/past";
import { Moment } from "./moment";
import { fieldsOf, nameOf } from "./person";
import { words } from "./words/words";

export interface ContactProps {
  id: string;
  seat: Seat;
  /** Counts what has changed in the directory. */
  changes: number;
  onChange: () => void;
  /** @param name of who was erased */
  onGone: (name: string) => void;
}

export function Contact({ id, seat, changes, onChange, onGone }: ContactProps) {
  const answer = useAnswer(() => seat.desk.ask<ContactData>(`/v1/contacts/${encodeURIComponent(id)}`), changes);
  const contact = answer.body;
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = contact !== undefined;
  // Whoever opens a contact wants to read it, wherever on the page it stands.
  useLayoutEffect(() => heading.current?.focus(), [isThere]);
  return (
    <section class="contact" aria-label={words.contact.sheet.title}>
      <Waiting answer={answer} what={words.contact.sheet.loading} />
      {contact && (
        <>
          <div class="contact-head">
            <h3 ref={heading} tabIndex={-1}>{nameOf(contact)}</h3>
            <a class="quiet" href="#">{words.contact.sheet.close}</a>
          </div>
          <Facts contact={contact} />
          {contact.expiresAt === undefined && !contact.mergedInto && <Notes contact={contact.id} n={changes} seat={seat} />}
          <Past of={{ contact: contact.id }} n={changes} now={Date.now()} desk={seat.desk} page="/console/" />
          <Actions contact={contact} seat={seat} onChange={onChange} onGone={onGone} />
        </>
      )}
    </section>
  );
}

function Facts({ contact }: { contact: ContactData }) {
  const { createdAt, updatedAt, expiresAt, mergedInto } = contact;
  return (
    <>
      {expiresAt !== undefined && <p>{temporary(expiresAt)} {words.contact.sheet.madeOfClaims}</p>}
      {mergedInto && <p>{words.contact.sheet.mergedInto} <a href={`#${encodeURIComponent(mergedInto)}`}>{words.contact.sheet.otherContact}</a></p>}
      <dl class="fields">
        {fieldsOf(contact).map(([name, values]) => <div key={name}><dt>{name}</dt>{values.map((value) => <dd key={value}>{value}</dd>)}</div>)}
        <div><dt>{words.contact.sheet.created}</dt><dd><Moment at={createdAt} /></dd></div>
        <div><dt>{words.contact.sheet.changed}</dt><dd><Moment at={updatedAt} /></dd></div>
      </dl>
    </>
  );
}

function Actions({ contact, seat, onChange, onGone }: Pick<ContactProps, "seat" | "onChange" | "onGone"> & { contact: ContactData }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState("");
  const [isBusy, setBusy] = useState(false);
  const name = nameOf(contact);
  const { may } = seat.me;
  const path = `/v1/contacts/${encodeURIComponent(contact.id)}`;
  const change = async (method: "PATCH" | "DELETE", then: () => void, body?: object) => {
    if (isBusy) return;
    setBusy(true);
    const reply = await seat.desk.change(method, path, body);
    setBusy(false);
    setFailure(reply.ok ? "" : reply.reason);
    dialog.current?.close();
    if (reply.ok) then();
  };
  return (
    <>
      <div class="who-actions">
        {contact.expiresAt !== undefined && may.includes("people.write") && (
          <button type="button" class="primary" aria-disabled={isBusy} onClick={() => void change("PATCH", onChange, {})}>{words.contact.sheet.keep}</button>
        )}
        {may.includes("people.export") && <a class="button" href={seat.desk.at(`${path}/export`)} download={`contact-${contact.id}.json`}>{words.contact.sheet.export}</a>}
        {may.includes("people.erase") && <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>{words.contact.sheet.erase}</button>}
      </div>
      {failure && <p class="failure" role="alert">{words.contact.failed(failure)}</p>}
      <dialog ref={dialog} aria-labelledby="erase">
        <h3 id="erase">{words.contact.sheet.eraseWhom(name)}</h3>
        <p>{words.contact.sheet.eraseMeans}</p>
        <form method="dialog" class="who-actions">
          <button>{words.contact.merge.cancel}</button>
          <button type="button" class="danger" aria-disabled={isBusy} onClick={() => void change("DELETE", () => onGone(name))}>{words.contact.sheet.eraseForGood}</button>
        </form>
      </dialog>
    </>
  );
}
