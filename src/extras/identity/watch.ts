/** Watches what visitors do in forms, and says at the moments that the site chose what they gave. */
import { AT } from "../../protocol/email";
import type { Host, Seen } from "../../sdk/extras/host";
import type { CaptureMoment } from "../../sdk/types";
import type { Claims } from "./claims";
import { collect } from "./collect";
import { isTextField } from "./field";
import { buttonOf, fieldsBefore, fieldsOf, formName, formOf, hasSubmit, invites, isSubmit } from "./forms";
import type { Settings } from "./settings";
import { isPhone } from "./values";

export interface WatchOptions {
  host: Host;
  settings: Settings;
  claims: Claims;
  /** What happened before this extra had come. */
  seen: Seen[];
}

/** Most fields that are remembered as used: a page that makes new ones without end has long sent the first. */
const TOUCHED = 500;
const CARD = "[autocomplete^=cc-],[autocomplete*=' cc-']";

export function watch({ host, settings, claims, seen }: WatchOptions): void {
  const { moments, region, isGuess, forms, skipFormsWith } = settings;
  const touched = new Set<Element>();
  const secret = new WeakSet<Element>();
  const submitted = new WeakSet<Element>();
  const { signal } = host;

  const isTouched = (element: Element) => touched.has(element);
  const guard = (act: () => void) => {
    try {
      act();
    } catch (error) {
      host.debug("identity", error);
    }
  };
  const keepSecret = (field: unknown) => field instanceof HTMLInputElement && field.type === "password" && secret.add(field);
  /** Takes down every password field there is before its page may show what is in it. */
  const keepSecrets = (node: Node) => (node.getRootNode() as Document | ShadowRoot).querySelectorAll?.("input[type=password]").forEach(keepSecret);

  const isWanted = (fields: Element[], form: Element | undefined): boolean => {
    const holds = (selector: string) => fields.some((field) => field.matches(selector));
    if (skipFormsWith.includes("password") && (holds("[type=password]") || fields.some((field) => secret.has(field)))) return false;
    if (skipFormsWith.includes("card") && holds(CARD)) return false;
    return forms === undefined || Boolean((form ?? fields[0])?.closest(forms));
  };
  const take = (fields: Element[]) => collect({ fields, region, isGuess, isTouched, isSecret: (field) => secret.has(field) });
  const find = (fields: Element[], form: Element | undefined) =>
    host.consent("identity") === "granted" && isWanted(fields, form) ? take(fields) : [];
  const tell = (fields: Element[], form: Element | undefined, moment: CaptureMoment) => claims.tell(find(fields, form), { form: formName(form), moment });

  const onSubmit = (form: HTMLFormElement) => {
    submitted.add(form);
    if (moments.has("submit")) tell(fieldsOf(form, touched), form, "submit");
  };
  const onPress = (target: Element, isStopped: () => boolean) => {
    if (!moments.has("submit")) return;
    const button = buttonOf(target) ?? (invites(target) ? target : undefined);
    if (!button) return;
    const form = formOf(button);
    if (!form) return tell(fieldsBefore(button, touched), undefined, "submit");
    // A page that sends by itself stops the press, or has no button that submits. Its form may be empty a moment later.
    const submits = isSubmit(button);
    if (!submits && hasSubmit(form)) return;
    // Nobody outside of a shadow root hears what is submitted in it.
    const isSilent = submits && form.getRootNode() instanceof ShadowRoot && Element.prototype.matches.call(form, ":valid");
    const findings = find(fieldsOf(form, touched), form).filter(({ isTaken }) => isTaken());
    setTimeout(() => {
      if (submitted.has(form) || (submits && !isStopped() && !isSilent)) return;
      submitted.add(form);
      guard(() => claims.tell(findings, { form: formName(form), moment: "submit" }));
    });
  };
  const onInput = (field: Element) => {
    keepSecret(field);
    // Used last comes last, so that the ones forgotten are the ones used first.
    touched.delete(field);
    if (touched.add(field).size > TOUCHED) touched.delete(touched.values().next().value!);
    const form = formOf(field);
    if (form) submitted.delete(form);
  };
  const onChange = (field: Element) => {
    if (!isTextField(field)) return;
    const { value } = field;
    const isBlur = moments.has("blur");
    // Most fields hold neither, and are nothing to ask the page about.
    if (isBlur && !AT.test(value) && !isPhone(value)) return;
    const form = formOf(field);
    if (isBlur) tell([field], form, "blur");
    else if (settings.hash) claims.prepare(find(form ? fieldsOf(form, touched) : [field], form));
  };
  const begun = () => new Set([...touched].map((field) => formOf(field)).filter((form) => form && !submitted.has(form)));
  const onLeave = (isGone: boolean) => {
    if (moments.has("abandon")) {
      for (const form of begun()) tell(fieldsOf(form!, touched), form, "abandon");
      tell([...touched].filter((field) => !formOf(field)), undefined, "abandon");
    }
    if (isGone) for (const form of begun()) host.emit("form.abandoned", { form: formName(form) }, host.moment());
  };

  const hear = ([type, target, isTrusted]: Seen, isStopped = () => false) => {
    if (type === "submit" && target instanceof HTMLFormElement) onSubmit(target);
    else if (type === "click" && target instanceof Element) onPress(target, isStopped);
    else if (isTrusted && target instanceof Element) type === "input" ? onInput(target) : onChange(target);
  };
  const on = (type: string, act: (target: EventTarget | undefined, event: Event) => void) =>
    document.addEventListener(type, (event) => guard(() => act(event.composedPath()[0], event)), { capture: true, signal });

  guard(() => keepSecrets(document));
  seen.forEach((one) => guard(() => hear(one)));
  ["input", "change", "submit", "click"].forEach((type) => on(type, (target, event) => hear([type, target, event.isTrusted], () => event.defaultPrevented)));
  on("focusin", keepSecret);
  on("pointerdown", (target) => keepSecrets(target as Node));
  on("keydown", (field, event) => {
    // Without a form, the key is what sends a single field.
    if ((event as KeyboardEvent).key === "Enter" && event.isTrusted && isTextField(field) && !formOf(field) && moments.has("submit")) tell([field], undefined, "submit");
  });
  on("visibilitychange", () => document.hidden && onLeave(false));
  // While the first field is still typed into: what is needed when one is left is compiled when first used, here on one in no page.
  setTimeout(() => guard(() => {
    const field = document.createElement("input");
    touched.add(field);
    for (field.value of ["a@b.co", "+12015550123"]) take([field]);
    touched.delete(field);
  }));
  addEventListener("pagehide", () => guard(() => onLeave(true)), { signal });
}
