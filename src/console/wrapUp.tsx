/** Closes a conversation with one of the site's codes, and what the agent has to say of it. */
import { useState } from "preact/hooks";
import { NOTE_CHARS } from "../protocol/note";
import { words } from "./words/words";

export interface WrapUpProps {
  codes: string[];
  isSending: boolean;
  onWrapUp: (told: { code?: string; note?: string }) => void;
}

export function WrapUp({ codes, isSending, onWrapUp }: WrapUpProps) {
  const [code, setCode] = useState("");
  const [note, setNote] = useState("");
  // The site's codes may change while an agent writes: what was chosen stays.
  const offered = code && !codes.includes(code) ? [...codes, code] : codes;
  const submit = (submitted: Event) => {
    submitted.preventDefault();
    onWrapUp({ ...(code && { code }), ...(note.trim() && { note: note.trim() }) });
  };
  return (
    <form class="wrap-up" onSubmit={submit}>
      {/* No code is chosen beforehand: one press too quick would file every talk under the first. */}
      {offered.length > 0 && (
        <select required aria-label={words.card.wrapUpCode} aria-keyshortcuts="w" value={code} onChange={(chosen) => setCode(chosen.currentTarget.value)}>
          <option value="">{words.card.chooseCode}</option>
          {offered.map((each) => <option key={each} value={each}>{each}</option>)}
        </select>
      )}
      <button type="submit" aria-disabled={isSending} {...(!offered.length && { "aria-keyshortcuts": "w" })}>{words.card.wrapUp}</button>
      {(code || !offered.length) && (
        <textarea rows={2} maxLength={NOTE_CHARS} aria-label={words.work.act.notes} placeholder={words.work.act.notesHint} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      )}
    </form>
  );
}
