/** Finds the widget that an offer opens, and ties the conversation that begins there to the offer. */
import { readLocal, writeLocal } from "../../sdk/storage/local";
import type { ChatAction } from "../../protocol/rules";
import type { Host, Running, Showable } from "../../sdk/extras/host";
import type { Talk } from "../widgets/story";

export interface Doors {
  /** Waits a moment for widgets that come late. @returns is there one? */
  wait(action: ChatAction): Promise<boolean>;
  /**
   * Opens one: what its vendor tells of next is this conversation.
   *
   * @returns could it be opened?
   */
  open(action: ChatAction, talk: Pick<Talk, "id" | "offer">): boolean;
}

const LOOK_MS = 250;
/** A chat that is not there by then does not come. */
const PATIENCE_MS = 6_000;
/** Widgets are looked for once the page is idle: so much longer a page may be busy. */
const BUSY_MS = 24_000;

export function createDoors({ name, options, bring, moment, signal }: Host): Doors {
  let running: Running | undefined;
  const find = ({ type, vendor }: ChatAction): Showable[] => (running?.find(type) ?? []).filter((one) => !vendor || one.name === vendor);

  /** Talks have one place, which all tabs and widgets read each time. */
  const adopt = ({ id, offer }: Pick<Talk, "id" | "offer">, channel: Talk["channel"], vendor?: string) => {
    const stored = readLocal(name);
    const talks = (Array.isArray(stored) ? (stored as Talk[]) : []).filter((talk) => talk?.id !== id);
    // In front, as the newest is meant by whoever names no id.
    if (vendor) talks.unshift({ id, ref: "", channel, vendor, offer, told: ["accepted"], at: moment().at });
    writeLocal(name, talks);
  };

  return {
    async wait(action) {
      let busy = options.widgets === false ? 0 : BUSY_MS / LOOK_MS;
      for (let left = PATIENCE_MS / LOOK_MS; left && !signal.aborted; await new Promise((later) => setTimeout(later, LOOK_MS))) {
        // Started by whoever needs it; before that there is nothing to find.
        running ??= await bring("widgets");
        if (find(action)[0]) return true;
        // What is not looked for yet is not late.
        if (running || busy-- < 1) left--;
      }
      return false;
    },
    open: (action, talk) =>
      find(action).some((one) => {
        // Before: a widget may tell at once that it has opened.
        adopt(talk, action.type, one.name);
        if (one.open()) return true;
        adopt(talk, action.type);
        return false;
      }),
  };
}
