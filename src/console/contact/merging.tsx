/** Says which contacts were merged into one, takes them apart again, and merges another after asking: two contacts may be one person. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ContactSummary } from "../../protocol/contact";
import type { Seat } from "../desk";
import { words } from "../words/words";
import { details } from "./identity";
import { Linker } from "./linker";

export interface MergingProps {
  /** Who speaks for the others. */
  contact: Pick<ContactSummary, "id" | "name">;
  merged: ContactSummary[];
  seat: Seat;
  onChange: () => void;
}

export function Merging({ contact, merged, seat, onChange }: MergingProps) {
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<ContactSummary>();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const toggle = useRef<HTMLButtonElement>(null);
  const says = words.contact.merge;
  if (!seat.me.may.includes("people.write")) return null;

  const change = async (path: string, body: object) => {
    if (isBusy) return;
    setBusy(true);
    const reply = await seat.desk.change("POST", path, body);
    setBusy(false);
    setFailure(reply.ok ? "" : reply.reason);
    setChosen(undefined);
    if (!reply.ok) return;
    setOpen(false);
    toggle.current?.focus();
    onChange();
  };
  const of = (id: string, verb: string) => `/v1/contacts/${encodeURIComponent(id)}/${verb}`;
  return (
    <div class="merging">
      {merged.length > 0 && (
        <ul class="who-list">
          {merged.map((one) => (
            <li key={one.id}>
              <span>{says.merged(one.name)} <span class="hint">{details(one)}</span></span>
              <button type="button" class="quiet" aria-label={says.apartWhich(one.name)} aria-disabled={isBusy} onClick={() => void change(of(one.id, "unmerge"), {})}>{says.apart}</button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="quiet" ref={toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{says.open}</button>
      {isOpen && <Linker seat={seat} busy={isBusy} except={contact.id} says={{ choose: says.choose, which: (one) => says.chooseWhich(one.name, details(one), contact.name) }} onChoose={setChosen} />}
      {chosen && <Ask text={says.ask(chosen.name, contact.name)} isBusy={isBusy} onYes={() => void change(of(chosen.id, "merge"), { into: contact.id })} onNo={() => setChosen(undefined)} />}
      {failure && <p class="failure" role="alert">{words.contact.failed(failure)}</p>}
    </div>
  );
}

function Ask({ text, isBusy, onYes, onNo }: { text: string; isBusy: boolean; onYes: () => void; onNo: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // At once: the next key is for the question.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-label={words.contact.merge.title} onClose={onNo}>
      <p>{text}</p>
      <form method="dialog" class="who-actions">
        <button>{words.contact.merge.cancel}</button>
        <button type="button" class="primary" aria-disabled={isBusy} onClick={onYes}>{words.contact.merge.confirm}</button>
      </form>
    </dialog>
  );
}
