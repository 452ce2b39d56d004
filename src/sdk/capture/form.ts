/** Notices that a form is used and sent: its name, none of its values. */
import type { Emit } from "../pipeline";

/** What a form calls itself. Read past its fields, which may be named "name" or "id" and would answer in its place. */
function nameOf(form: Element): string {
  const read = (name: string) => Element.prototype.getAttribute.call(form, name)?.trim();
  return read("name") || read("id") || "form";
}

/**
 * @param see hears of everything that may be of use to know who fills in a form: an event's type and target, and whether
 *   the visitor did it
 * @param signal takes the listeners out of the page
 */
export function captureForm(emit: Emit, see: (type: string, target: EventTarget | undefined, isTrusted: boolean) => void, signal: AbortSignal): void {
  for (const type of ["input", "change", "click", "submit"])
    document.addEventListener(
      type,
      (event) => {
        const [target] = event.composedPath();
        if (type === "submit" && target instanceof HTMLFormElement) emit("form.submitted", { form: nameOf(target) });
        see(type, target, event.isTrusted);
      },
      // In the capture phase: a page that stops the event has still seen its visitor submit.
      { capture: true, signal },
    );
}
