/** Makes stored events for tests. */
import type { ConversationData, StoredEvent } from "../../src/protocol/event";

/** A conversation event; `at` doubles as its id unless one is given. */
export function told(state: string, at: number, more: Partial<StoredEvent> & { data?: Partial<ConversationData> } = {}): StoredEvent {
  const { data, ...rest } = more;
  const source = rest.source ?? "page";
  return {
    site: "site", id: `${state}-${at}-${source}`, type: `conversation.${state}`, at, received: at + 5, source,
    ...(source === "page" && { visitor: "visitor" }),
    ...rest,
    data: { conversation: "talk", channel: "chat", ...data },
  };
}
