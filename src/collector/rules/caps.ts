/** Says whether somebody is to be left alone for a while. */
import type { Caps, OfferChannel } from "../../protocol/rules";
import { durationMs } from "./duration";
import type { Memory } from "./memory";
import { lastDeclinedAt, lastShownAt } from "./offers";

/** Each channel by itself, over all visits. Content is no conversation, so conversations hold none of it back. */
export function isCapped(caps: Caps | undefined, channel: OfferChannel, { memory, now }: { memory: Pick<Memory, "offers" | "conversations">; now: number }): boolean {
  const isRecent = (at: number | undefined, span: string | undefined) => at !== undefined && span !== undefined && now < at + durationMs(span)!;
  return isRecent(channel === "content" ? undefined : memory.conversations[channel], caps?.afterConversation)
    || isRecent(lastDeclinedAt(memory, channel), caps?.afterRejection)
    || isRecent(lastShownAt(memory, channel), caps?.between);
}
