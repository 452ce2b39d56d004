/** Finds in a journey how long each conversation waited and was talked. */
import type { Step } from "../../protocol/card";
import { conversationOf } from "./conversationOf";
import { inOrder } from "./order";

export interface Stretch {
  conversation: string;
  state: "waiting" | "connected";
  /** Milliseconds since 1970; of what goes on, `to` is the end of what is shown. */
  from: number;
  to: number;
}

/** What a step makes of its conversation; anything else leaves it as it is. */
const STATES: { [type: string]: Stretch["state"] | "over" } = {
  "conversation.started": "waiting",
  "conversation.routed": "waiting",
  "conversation.connected": "connected",
  "conversation.ended": "over",
  "conversation.wrapped_up": "over",
};

/** @param until the end of what is shown, milliseconds since 1970 */
export function stretches(steps: readonly Step[], until: number): Stretch[] {
  const found: Stretch[] = [];
  const open = new Map<string, Stretch>();
  const over = new Set<string>();
  for (const step of inOrder(steps)) {
    const { type, at, data: { confidence } } = step;
    const conversation = conversationOf(step);
    const state = Object.hasOwn(STATES, type) ? STATES[type] : undefined;
    // Who only pressed a link is on the way, and may never arrive.
    if (!state || conversation === undefined || confidence === "intent" || over.has(conversation)) continue;
    const before = open.get(conversation);
    if (before?.state === state) continue;
    // A page that tells of the start late does not take the agent away.
    if (before?.state === "connected" && type === "conversation.started") continue;
    if (before) before.to = at;
    open.delete(conversation);
    if (state === "over") over.add(conversation);
    else {
      const next = { conversation, state, from: at, to: until };
      open.set(conversation, next);
      found.push(next);
    }
  }
  return found;
}
