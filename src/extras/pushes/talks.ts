/** Reads the stories of conversations that all tabs share, and notes in them what the contact centre told. */
import { readLocal, writeLocal } from "../../sdk/storage/local";
import type { Push } from "../../protocol/push";
import type { ConversationState } from "../../protocol/event";
import type { Talk } from "../widgets/story";

/** A story that nobody has gone on with for so long is over, whoever should have ended it. */
const LIVE_MS = 86_400_000;

export const stateOf = ({ type }: { type: string }): ConversationState => type.split(".")[1] as ConversationState;

/** What is stored, whoever may have written there. */
export function readTalks(name: string): Talk[] {
  const stored = readLocal(name);
  return Array.isArray(stored) ? stored.filter((one: Partial<Talk> | null) => Array.isArray(one?.told)) : [];
}

/** Has it begun, and not ended? */
export const isLive = ({ told, at }: Talk, now: number): boolean => /started|accepted/.test(`${told}`) && !told.includes("ended") && now - at < LIVE_MS;

/** The one that is meant, by the page's name of it or the vendor's. */
export const findTalk = (talks: Talk[], conversation: string): Talk | undefined => talks.find(({ id, ref }) => `${id}` === conversation || ref === conversation);

/** A widget need not tell again what the contact centre has told; and what that has ended is over in all tabs. */
export function note(name: string, pushes: Push[]): void {
  const talks = readTalks(name);
  let isNews = false;
  for (const push of pushes) {
    const state = stateOf(push);
    const told = findTalk(talks, push.data.conversation)?.told;
    const mark = state === "wrapped_up" ? "ended" : state;
    if (told && /^(connected|ended)$/.test(mark) && !told.includes(mark)) isNews = !!told.push(mark);
  }
  if (isNews) writeLocal(name, talks);
}
