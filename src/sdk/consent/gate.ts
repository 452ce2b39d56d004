/** The door between what happens and what is recorded: open, shut, or held until the visitor has answered. */
import { HELD_EVENTS } from "../../protocol/limits";
import { PURPOSES, isClaim } from "../../protocol/event";
import type { Consent, ConsentState, Purpose } from "../../protocol/event";
import type { Draft } from "../session/profile";

type Answers = Partial<Consent>;

export interface Gate {
  /** Records where allowed. */
  pass(draft: Draft): void;
  /** Takes the page's word, and looks whether anything has changed. */
  hear(said?: Answers): void;
  /** What the visitor allows at this moment. */
  allows(purpose?: Purpose): ConsentState;
  consent(): Consent;
  /** May anything be stored and sent? */
  isOpen(): boolean;
}

export interface GateOptions {
  /** What the page says; its later words are added. */
  initial: Answers;
  /** What everybody but the page says: a no counts more than any yes, and a later than a yes. */
  others: () => Answers[];
  /** Looks for somebody who has not been heard yet; asked all the time. */
  look: () => unknown;
  record: (draft: Draft) => void;
  /** Forgets everything that is stored; or else, of what waits there, who the visitor is. */
  forget: (isAll: boolean) => void;
  /** Passes an event of it, with which goes what was held. */
  changed: (consent: Consent) => void;
}

/** Reads what a page says, whatever that is: for all purposes, or by purpose. A word that is neither yes nor later is a no. */
export function readWord(said: unknown): Answers {
  const answers: Answers = {};
  for (const purpose of PURPOSES) {
    const word = Object(said) === said ? (said as { [purpose: string]: unknown })[purpose] : (said ?? "");
    if (word !== undefined) answers[purpose] = word === "granted" || word === "pending" ? word : "denied";
  }
  return answers;
}

export function createGate({ initial, others, look, record, forget, changed }: GateOptions): Gate {
  const held: Draft[] = [];
  const compute = () => {
    const all = [...others(), initial];
    const state = (purpose: Purpose): ConsentState => {
      // Nothing is allowed that could not even be recorded.
      const said = all.flatMap(({ analytics, [purpose]: own }) => [analytics, own]);
      return (["denied", "pending"] as const).find((word) => said.includes(word)) ?? "granted";
    };
    return Object.assign({}, ...all, ...PURPOSES.map((purpose) => ({ [purpose]: state(purpose) }))) as Consent;
  };
  look();
  let allowed = compute();

  const hear: Gate["hear"] = (said) => {
    Object.assign(initial, said);
    const isNews = JSON.stringify(allowed) !== JSON.stringify((allowed = compute()));
    const { analytics, identity } = allowed;
    if (isNews && analytics === "denied") forget(true);
    if (analytics === "granted" && identity !== "granted") forget(false);
    if (isNews) changed(allowed);
  };
  const consent = () => {
    if (look()) hear();
    return allowed;
  };
  const allows = (purpose: Purpose = "analytics") => consent()[purpose];
  const isOpen = () => allows() === "granted";
  return {
    isOpen,
    allows,
    consent,
    pass(draft) {
      const { analytics, identity } = consent();
      // Who somebody is, is not even held.
      if (identity === "granted" || !isClaim(draft)) held.push(draft);
      if (analytics === "pending") held.splice(0, held.length - HELD_EVENTS);
      else for (const one of held.splice(0)) if (analytics === "granted") record(one);
    },
    hear,
  };
}
