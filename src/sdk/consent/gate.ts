/** The door between what happens and what is recorded: open, shut, or held until the visitor has answered. */
import { HELD_EVENTS } from "../../protocol/limits";
import { PURPOSES } from "../../protocol/event";
import type { Consent, ConsentState, Purpose } from "../../protocol/event";
import type { Draft } from "../session/profile";

type Answers = Partial<Consent>;

export interface Gate {
  /** Records where allowed. */
  pass(draft: Draft): void;
  /** Takes the page's word, and looks whether anything has changed. */
  hear(said?: Answers): void;
  /** What the visitor allows at this moment. */
  state(purpose?: Purpose): ConsentState;
  consent(): Consent;
  /** May anything be stored and sent? */
  isOpen(): boolean;
}

export interface GateOptions {
  initial: Answers;
  /** What everybody but the page says: a no counts more than any yes, and a later than a now. */
  others: () => Answers[];
  /** Looks for somebody who has not been heard yet; asked all the time. */
  look: () => unknown;
  record: (draft: Draft) => void;
  /** Forgets everything that is stored; or else, of what waits there, who the visitor is. */
  forget: (isAll: boolean) => void;
  changed: (consent: Consent) => void;
}

export function createGate({ initial, others, look, record, forget, changed }: GateOptions): Gate {
  // A denial that was there before stays one for this page, whoever lifts it elsewhere.
  const page: Answers = {};
  const take = (said: Answers | undefined) => {
    // Whatever else a page gives.
    for (const purpose of PURPOSES) if (said?.[purpose]) page[purpose] = `${said[purpose]}` as ConsentState;
  };
  take(initial);
  const held: Draft[] = [];
  const compute = () => {
    const all = [...others(), page];
    const state = (purpose: Purpose): ConsentState => {
      // Nothing is allowed that could not even be recorded.
      const said = all.flatMap((answers) => [answers.analytics ?? "granted", answers[purpose] ?? "granted"]);
      // Whatever is neither yes nor later is a no.
      return said.every((answer) => /^(granted|pending)$/.test(answer)) ? (said.includes("pending") ? "pending" : "granted") : "denied";
    };
    return Object.assign({}, ...all, ...PURPOSES.map((purpose) => ({ [purpose]: state(purpose) }))) as Consent;
  };
  look();
  let now = compute();
  let known = JSON.stringify(now);

  const hear: Gate["hear"] = (said) => {
    take(said);
    now = compute();
    const isNews = known !== (known = JSON.stringify(now));
    // A no that is repeated finds nothing any more; but a page that begins with one may have stored something in other days.
    if ((said || isNews) && now.analytics !== "pending") {
      const drafts = held.splice(0);
      if (now.analytics === "granted") drafts.forEach(record);
      else forget(true);
    }
    if (!isNews) return;
    if (now.identity !== "granted") forget(false);
    changed(now);
  };
  const consent = () => {
    if (look()) hear();
    return now;
  };
  const state = (purpose: Purpose = "analytics") => consent()[purpose];
  const isOpen = () => state() === "granted";
  return {
    isOpen,
    state,
    consent,
    pass(draft) {
      // Who somebody is, is not even held.
      if (/^identity\.c/.test(draft.type) && state("identity") !== "granted") return;
      if (isOpen()) record(draft);
      else if (state() === "pending" && held.push(draft) > HELD_EVENTS) held.shift();
    },
    hear,
  };
}
