/** Notices that a form was submitted: its name, none of its values. */
import type { Emit } from "../pipeline";

/** What a form calls itself. Read past its fields, which may be named "name" or "id" and would answer in its place. */
function nameOf(form: Element): string {
  const read = (name: string) => Element.prototype.getAttribute.call(form, name)?.trim();
  return read("name") || read("id") || "form";
}

/** @param signal takes the listener out of the page */
export function captureForm(emit: Emit, signal: AbortSignal): void {
  document.addEventListener(
    "submit",
    (event) => {
      const [form] = event.composedPath();
      if (form instanceof HTMLFormElement) emit("form.submitted", { form: nameOf(form) });
    },
    // In the capture phase: a page that stops the event has still seen its visitor submit.
    { capture: true, signal },
  );
}
