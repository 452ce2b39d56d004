/** Watches what visitors do in forms, and says at the moments that the site chose what they gave. */
import type { Host, Seen } from "../../sdk/extras/host";
import type { CaptureMoment } from "../../sdk/types";
import type { Claims } from "./claims";
import { collect } from "./collect";
import { isTextField } from "./field";
import { buttonOf, fieldsBefore, fieldsOf, formName, formOf, hasSubmit, invites, isSubmit } from "./forms";
import type { Settings } from "./settings";

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
  const find = (fields: Element[], form: Element | undefined) =>
    host.consent("identity") === "granted" && isWanted(fields, form) ? collect({ fields, region, isGuess, isTouched, isSecret: (field) => secret.has(field) }) : [];
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
    const findings = find(fieldsOf(form, touched), form);
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
    const form = formOf(field);
    if (moments.has("blur")) tell([field], form, "blur");
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

  const hear = ([type, target, isTrusted]: Seen, isStopped = () => false) =>
    guard(() => {
      if (type === "submit" && target instanceof HTMLFormElement) onSubmit(target);
      else if (type === "click" && target instanceof Element) onPress(target, isStopped);
      else if (isTrusted && target instanceof Element) type === "input" ? onInput(target) : onChange(target);
    });
  const listen = (type: string) =>
    document.addEventListener(type, (event) => hear([type, event.composedPath()[0], event.isTrusted], () => event.defaultPrevented), { capture: true, signal });

  guard(() => keepSecrets(document));
  seen.forEach((one) => hear(one));
  ["input", "change", "submit", "click"].forEach(listen);
  document.addEventListener("focusin", (event) => keepSecret(event.composedPath()[0]), { capture: true, signal });
  document.addEventListener("pointerdown", (event) => guard(() => keepSecrets(event.composedPath()[0] as Node)), { capture: true, signal });
  document.addEventListener("keydown", (event) => {
    const [field] = event.composedPath();
    // Without a form, the key is what sends a single field.
    if (event.key !== "Enter" || !event.isTrusted || !isTextField(field) || formOf(field)) return;
    guard(() => moments.has("submit") && tell([field], undefined, "submit"));
  }, { capture: true, signal });
  document.addEventListener("visibilitychange", () => document.hidden && guard(() => onLeave(false)), { signal });
  addEventListener("pagehide", () => guard(() => onLeave(true)), { signal });
}
