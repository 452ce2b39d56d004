/** The door between what happens and what is recorded: open, shut, or held until the visitor has answered. */
import { HELD_EVENTS } from "../../protocol/limits";
import { createProfile } from "../session/profile";
import type { ConsentState } from "../../protocol/event";
import type { Draft } from "../session/profile";
import type { Entry } from "../storage/outbox";

export interface Gate {
  /** Records where allowed; settles with the events that came of it, recorded or not. */
  pass(entry: Entry): Promise<Draft[]>;
  set(state: ConsentState): void;
  /** May anything be stored and sent? */
  isOpen(): boolean;
}

export interface GateOptions {
  initial: ConsentState;
  /** Was it denied meanwhile, maybe in another tab? */
  isDenied: () => unknown;
  record: (entry: Entry) => Promise<Draft[]>;
  /** Forgets everything that is stored. */
  forget: () => void;
  newId: () => string;
}

export function createGate({ initial, isDenied, record, forget, newId }: GateOptions): Gate {
  let state = initial;
  let held: Draft[] = [];
  // Stands in for the stored profile while nothing may be stored, so that conversations keep their thread.
  const shadow = createProfile(newId);
  const isOpen = () => state === "granted" && !isDenied();
  return {
    isOpen,
    async pass(entry) {
      if (isOpen()) return record(entry);
      const drafts = entry(shadow);
      if (state === "pending") held = held.concat(drafts).slice(-HELD_EVENTS);
      return drafts;
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
      void record((profile) => {
        profile.running.unshift(...running);
        return drafts;
      });
    },
  };
}
