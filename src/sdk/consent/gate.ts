/** The door between what happens and what is recorded: open, shut, or held until the visitor has answered. */
import { HELD_EVENTS } from "../../protocol/limits";
import { createProfile } from "../session/profile";
import type { ConsentState } from "../../protocol/event";
import type { Draft } from "../session/profile";
import type { Entry } from "../storage/outbox";

export interface Gate {
  /** Records where allowed. What only the profile can tell is told all the same, recorded or not. */
  pass(entry: Entry): void;
  set(state: ConsentState): void;
  /** May anything be stored and sent? */
  isOpen(): boolean;
}

export interface GateOptions {
  initial: ConsentState;
  /** Was it denied meanwhile, maybe in another tab? */
  isDenied: () => unknown;
  record: (entry: Entry) => void;
  /** Hears of what came of an entry that is not recorded, or not yet. */
  tell: (event: Draft) => void;
  /** Forgets everything that is stored. */
  forget: () => void;
  newId: () => string;
}

export function createGate({ initial, isDenied, record, tell, forget, newId }: GateOptions): Gate {
  let state = initial;
  let held: Draft[] = [];
  // Stands in for the stored profile while nothing may be stored, so that conversations keep their thread.
  const shadow = createProfile(newId);
  const isOpen = () => state === "granted" && !isDenied();
  return {
    isOpen,
    pass(entry) {
      if (isOpen()) return record(entry);
      const told = typeof entry === "function" && entry(shadow);
      if (state === "pending") held = held.concat(told || (entry as Draft)).slice(-HELD_EVENTS);
      if (told) told.forEach(tell);
    },
    set(next) {
      // What began while denied is nobody's business later.
      if (state === "denied") shadow.running = [];
      state = next;
      if (next === "pending") return;
      const drafts = held;
      held = [];
      // Whatever is not a yes is a no.
      if (next !== "granted") return forget();
      const running = shadow.running.splice(0);
      record((profile) => {
        profile.running.unshift(...running);
        return [];
      });
      drafts.forEach(record);
    },
  };
}
