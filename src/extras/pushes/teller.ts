/** Tells this tab's listeners, each thing once: not what its own widget has told, nor what they heard before. */
import { findTalk, readTalks, stateOf } from "./talks";
import type { ConversationData } from "../../protocol/event";
import type { Push } from "../../protocol/push";
import type { Host } from "../../sdk/extras/host";
import type { PageEvent } from "../../sdk/types";
import type { Memory } from "./memory";

/** @returns tells what is new of what is remembered, and of what it is given */
export function createTeller({ name, tell, signal }: Host, memory: Memory): (pushes?: Push[]) => void {
  /** The tab hears nothing of what was told before it was there. */
  const began = Date.now() - performance.now();
  const known = new Set<string>();
  const key = (conversation: string, state: string) => `${findTalk(readTalks(name), conversation)?.id ?? conversation} ${state}`;
  const heard = new Set(readTalks(name).flatMap(({ id, told }) => told.map((state) => `${id} ${state}`)));
  // Of these the contact centre has told, and not the widget.
  for (const push of memory.since(0)) heard.delete(key(push.data.conversation, stateOf(push)));
  let isOurs = false;
  document.addEventListener("pe:*", (event) => {
    const { type, data } = (event as CustomEvent<PageEvent>).detail;
    if (!isOurs && /^conversation/.test(type)) heard.add(key((data as unknown as ConversationData).conversation, stateOf({ type })));
  }, { signal });

  return (given = []) => {
    for (const push of memory.since(began).concat(given)) {
      const { id, type, at, data } = push;
      if (known.has(id)) continue;
      known.add(id);
      const is = (state: string) => key(data.conversation, state);
      const state = stateOf(push);
      if (heard.has(is(state)) || (heard.has(is("ended")) && state !== "wrapped_up")) continue;
      // Whoever takes over is connected anew.
      if (state === "transferred") heard.delete(is("connected"));
      const conversation = findTalk(readTalks(name), data.conversation)?.id ?? data.conversation;
      isOurs = true;
      tell({ id, type, at, url: "", data: Object.freeze({ ...data, conversation }) });
      isOurs = false;
    }
  };
}
