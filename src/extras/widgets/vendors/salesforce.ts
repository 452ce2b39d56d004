/**
 * Salesforce Messaging for Web (Enhanced Chat). Facts known from Salesforce's documentation of its window events, and
 * from third parties' code for what messages and participants carry; not run.
 *
 * All is told by events of the window. `ConversationStarted` comes in the tab where it began only, `ConversationOpened`
 * wherever it is loaded, there too. `onEmbeddedMessageSent` is a message of anybody, by the role of its sender; the other
 * payloads are JSON within JSON, and only that of who joined is read. A conversation is closed by the visitor; that an
 * agent has ended a session of it is not told, as the same conversation goes on with the next one.
 */
import { domEvents } from "../domEvents";
import type { Vendor } from "../vendor";

type Told =
  | {
      conversationId?: unknown;
      conversationEntry?: { sender?: { role?: string }; entryPayload?: string };
    }
  | null
  | undefined;

interface Participants {
  entries: { operation?: string; displayName?: unknown; participant?: { role?: string } }[];
}

interface Bootstrap {
  utilAPI?: { launchChat(): unknown };
}

const idOf = (told: Told) => ({ id: told?.conversationId });

export const salesforce: Vendor<Bootstrap> = {
  name: "salesforce",
  channel: "messaging",

  find: ({ embeddedservice_bootstrap: bootstrap }) => bootstrap as Bootstrap | undefined,

  tap(_bootstrap, ear) {
    const { page, hear } = ear;
    let hasBegun = false;
    hear(domEvents<Told>(page, ear), {
      onEmbeddedMessagingButtonClicked: "opened",
      onEmbeddedMessagingWindowMaximized: "opened",
      onEmbeddedMessagingConversationStarted(told) {
        hasBegun = true;
        return ["started", idOf(told)];
      },
      onEmbeddedMessagingConversationOpened: (told) => !hasBegun && ["resumed", idOf(told)],
      onEmbeddedMessagingConversationRouted: (told) => ["routed", idOf(told)],
      onEmbeddedMessagingConversationParticipantChanged(told) {
        const { entries } = JSON.parse(told!.conversationEntry!.entryPayload!) as Participants;
        const agent = entries.find(({ operation, participant }) => operation === "add" && participant?.role === "Agent");
        return agent && ["connected", { ...idOf(told), agent: agent.displayName }];
      },
      onEmbeddedMessageSent: (told) => [told!.conversationEntry!.sender!.role === "EndUser" ? "message_sent" : "message_received", idOf(told)],
      onEmbeddedMessagingConversationClosed: (told) => ["ended", { ...idOf(told), by: "customer" }],
    });
  },

  open: ({ utilAPI }) => utilAPI!.launchChat(),
};
