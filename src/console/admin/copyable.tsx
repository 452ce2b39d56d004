/** A text to be copied: an address, a tag, or a secret that is shown only once. */
import { useId, useRef, useState } from "preact/hooks";
import { words } from "../words/pageWords";

type State = "no" | "copied" | "selected";

export function Copyable({ label, text }: { label: string; text: string }) {
  const { admin } = words;
  const [state, setState] = useState<State>("no");
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Browsers have no clipboard for pages that came over plain HTTP from another machine.
      field.current?.select();
      setState("selected");
    }
  };
  return (
    <div class="copyable">
      <label for={id}>{label}</label>
      <textarea id={id} ref={field} dir="ltr" readOnly rows={text.length > 60 ? 2 : 1} value={text} spellcheck={false} />
      <button type="button" aria-label={`${admin.copy}: ${label}`} onClick={copy}>{admin.copy}</button>
      <span role="status">{state === "copied" ? admin.copied : state === "selected" ? admin.copyByHand : ""}</span>
    </div>
  );
}
