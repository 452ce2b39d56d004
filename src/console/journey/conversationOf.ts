/** Names the conversation that a step belongs to, under whatever id it was told. */
import type { Step } from "../../protocol/card";

export function conversationOf({ conversation, data }: Pick<Step, "conversation" | "data">): string | undefined {
  if (conversation !== undefined) return conversation;
  return typeof data.conversation === "string" && data.conversation !== "" ? data.conversation : undefined;
}
