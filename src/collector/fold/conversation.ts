/** What of a conversation a console shows, and where its facts belong once ids turn out to be one: the fold itself is the protocol's. */
import type { ConversationCard } from "../../protocol/card";
import { conversationFrom, type Conversation } from "../../protocol/conversation";
import type { Fact } from "../../protocol/facts";

/** Most queues and agents on a card, the last: a console shows one of each, and how it came there. */
const STATIONS = 20;

/** The card that an agent sees, without the name and the log number, which the store knows. */
export function conversationCard(conversation: Conversation): Omit<ConversationCard, "n" | "name"> {
  const { facts, site, queues, agents, offer, ...told } = isCurrent(conversation) ? conversation : conversationFrom(conversation.site, conversation.id, conversation.facts);
  return { kind: "conversation", ...told, ...(offer !== undefined && { offer: { id: offer } }), queues: queues.slice(-STATIONS), agents: agents.slice(-STATIONS) };
}

/** Earlier versions derived less from the same facts. */
const isCurrent = ({ since }: Partial<Conversation>) => since !== undefined;

/**
 * Puts every fact where it belongs, after it has become known that ids are one conversation, or are not.
 *
 * @param before the conversations that this may change
 * @param find the conversation that a fact belongs to, by the id that it was told under
 * @returns all of them as they are now, and those that came to be by it
 */
export function regroup(before: Conversation[], find: (fact: Fact, told: string) => string): Conversation[] {
  const groups = new Map<string, Fact[]>(before.map(({ id }) => [id, []]));
  const went = new Map<string, string>();
  for (const { id, facts } of before) {
    for (const { of = id, ...fact } of facts) {
      const to = find(fact, of);
      if (to !== id) went.set(id, to);
      groups.set(to, [...(groups.get(to) ?? []), { ...fact, ...(of !== to && { of }) }]);
    }
  }
  return [...groups].flatMap(([id, facts]) => {
    const was = before.find((one) => one.id === id);
    const site = was?.site ?? before[0]?.site ?? "";
    if (facts.length) return [conversationFrom(site, id, facts)];
    const into = went.get(id) ?? was?.into;
    return was && into !== undefined ? [part(was, into)] : [];
  });
}

/** What is left of a conversation that is part of another: the word of where it went. */
function part({ site, id, channel, startedAt, lastAt, since, waitedMs, talkedMs }: Conversation, into: string): Conversation {
  return { site, id, into, facts: [], status: "linked", channel, queues: [], agents: [], startedAt, lastAt, since, waitedMs, talkedMs };
}
