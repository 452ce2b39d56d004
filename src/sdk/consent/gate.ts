/** The door between what happens and what is recorded: open, shut, or held until the visitor has answered. */
import { HELD_EVENTS } from "../../protocol/limits";
import type { ConsentState } from "../../protocol/event";
import type { Draft } from "../session/profile";

export interface Gate {
  /** Records where allowed. */
  pass(draft: Draft): void;
  set(state: ConsentState): void;
  /** What the visitor allows at this moment. */
  state(): ConsentState;
  /** May anything be stored and sent? */
  isOpen(): boolean;
}

export interface GateOptions {
  initial: ConsentState;
  /** Was it denied meanwhile, maybe in another tab? */
  isDenied: () => unknown;
  record: (draft: Draft) => void;
  /** Forgets everything that is stored. */
  forget: () => void;
}

export function createGate({ initial, isDenied, record, forget }: GateOptions): Gate {
  // A denial that was there before stays one for this page, whoever lifts it elsewhere.
  let state = isDenied() ? "denied" : initial;
  const held: Draft[] = [];
  // Whatever is neither yes nor later is a no.
  const now = () => (!isDenied() && (state === "granted" || state === "pending") ? state : "denied");
  const isOpen = () => now() === "granted";
  return {
    isOpen,
    state: now,
    pass(draft) {
      if (isOpen()) record(draft);
      else if (now() === "pending" && held.push(draft) > HELD_EVENTS) held.shift();
    },
    set(next) {
      state = next;
      if (now() === "pending") return;
      const drafts = held.splice(0);
      if (isOpen()) drafts.forEach(record);
      else forget();
    },
  };
}
