/**
 * Amazon Connect's chat interface as sites host it themselves. Facts from its source (amazon-connect-chat-interface).
 *
 * A chat begins where the page calls `initiateChat(input, success, failure)`, and `success` gets its session: the call is
 * heard through, as nothing tells of it. A session tells of each item of the transcript, joins and typing among them, and
 * of its end as often as it is disconnected; handlers add up, and none can be removed.
 */
import { chain, join } from "../slot";
import type { Vendor } from "../vendor";

interface Item {
  Type?: unknown;
  ContentType?: unknown;
  ParticipantRole?: unknown;
  DisplayName?: unknown;
}

interface Session {
  contactId?: unknown;
  onIncoming(handler: (item: Item) => void): void;
  onOutgoing(handler: (item: Item) => void): void;
  onChatDisconnected(handler: () => void): void;
}

export const amazonchat: Vendor<object> = {
  name: "amazon-chat-interface",

  find: ({ connect }) => (connect as { ChatInterface: object }).ChatInterface,

  tap(api, { hear, say, guard }) {
    const meet = guard((session: Session) => {
      const { contactId: id } = session;
      say("started", { id });
      hear((event, handler: (item: Item) => void) => session[event as "onIncoming"](handler), {
        onIncoming: ({ Type, ContentType, ParticipantRole, DisplayName }) => {
          const isAgent = ParticipantRole === "AGENT";
          const by = isAgent ? "agent" : "system";
          return Type === "MESSAGE" ? ["message_received", { id, by }] : isAgent && /joined$/.test(`${ContentType as string}`) && ["connected", { id, agent: DisplayName }];
        },
        onOutgoing: ({ Type }) => Type === "MESSAGE" && ["message_sent", { id }],
        onChatDisconnected: () => ["ended", { id }],
      });
    });
    return chain(api, "initiateChat", (args) => void (args[1] = join(meet, args[1])));
  },
};
