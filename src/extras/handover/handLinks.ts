/** Puts the visitor's token into links and forms that lead to the site's other hosts, for the moment of the click. */
import type { Host } from "../../sdk/extras/host";
import { withToken } from "./address";
import type { IsListed } from "./hosts";
import type { Purse } from "./purse";

export interface HandLinksOptions {
  host: Pick<Host, "signal">;
  isListed: IsListed;
  purse: Purse;
}

type Link = HTMLAnchorElement | HTMLAreaElement;

/** Of whatever was touched the link around it, also within a shadow root. */
const linkOf = (event: Event) => event.composedPath().find((node): node is Link => node instanceof HTMLAnchorElement || node instanceof HTMLAreaElement);
const formOf = (event: Event) => event.composedPath().find((node): node is HTMLFormElement => node instanceof HTMLFormElement);
/** Read past the form's fields, which may have any name. */
const read = (form: HTMLFormElement, name: "action" | "method") => Reflect.get(HTMLFormElement.prototype, name, form) as string;

export function handLinks({ host: { signal }, isListed, purse }: HandLinksOptions): void {
  const options = { capture: true, passive: true, signal };
  const isOurs = (form: HTMLFormElement, submitter?: HTMLElement | null) => {
    const own = submitter as HTMLButtonElement | null | undefined;
    const method = own?.hasAttribute("formmethod") ? own.formMethod : read(form, "method");
    return method === "get" && isListed(own?.hasAttribute("formaction") ? own.formAction : read(form, "action"));
  };
  const prepare = (event: Event) => {
    const link = linkOf(event);
    const form = link ? undefined : formOf(event);
    if ((link && isListed(link.href)) || (form && isOurs(form))) purse.fill();
  };
  for (const type of ["pointerdown", "touchstart", "focusin"]) addEventListener(type, prepare, options);

  const follow = (event: MouseEvent) => {
    const link = linkOf(event);
    // The other buttons copy a link, or open a menu.
    if (!link || event.button > 1 || !event.isTrusted || !isListed(link.href)) return;
    const token = purse.take();
    if (token === undefined) return;
    const written = link.getAttribute("href")!;
    const handed = withToken(link.href, token);
    link.setAttribute("href", handed);
    // The browser reads it when all listeners have run; the page may have written another meanwhile.
    setTimeout(() => {
      if (link.getAttribute("href") === handed) link.setAttribute("href", written);
    });
  };
  for (const type of ["click", "auxclick"] as const) addEventListener(type, follow, options);

  addEventListener("submit", (event) => {
    const form = formOf(event);
    const token = form && event.isTrusted && isOurs(form, event.submitter) ? purse.take() : undefined;
    if (token === undefined) return;
    // Into what is sent, and not into the form: it looks as it did.
    const add = ({ formData }: FormDataEvent) => formData.set("pe_token", token);
    form!.addEventListener("formdata", add, { once: true });
    setTimeout(() => form!.removeEventListener("formdata", add));
  }, options);
}
