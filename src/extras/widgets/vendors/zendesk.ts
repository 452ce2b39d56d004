/**
 * Zendesk Messaging. Facts known from Zendesk's documentation of the widget's events, and from third parties' code that
 * `zE.widget` says which widget has loaded; not run.
 *
 * `zE` is also Zendesk's older chat, so that which of both is waited for. Every subscription returns what ends it. Messages
 * are told as they are shown, the old ones whenever a conversation is opened: only those are counted whose conversation
 * began on this page, each once. Nothing tells of an end, nor how the agent is called.
 */
import type { Vendor } from "../vendor";

type Told =
  | {
      payload?: {
        conversation?: { id?: unknown };
        messages?: { id?: unknown; role?: string }[];
      };
    }
  | undefined;

type ZE = ((scope: string, name: string, handler?: (told: Told) => void) => unknown) & { widget?: string };

const idOf = (told: Told) => told?.payload?.conversation?.id;

export const zendesk: Vendor<ZE> = {
  name: "zendesk",
  channel: "messaging",

  find: ({ zE }) => (zE as ZE | undefined)?.widget === "messenger" && (zE as ZE),

  tap(zE, { hear, say }) {
    const begun = new Set<unknown>();
    const counted = new Set<unknown>();
    hear((event, handler: (told: Told) => void) => zE("messenger:on", event, handler), {
      proactiveMessageDisplayed: "offered",
      proactiveMessageClicked: "accepted",
      open: "opened",
      conversationStarted(told) {
        const id = idOf(told);
        begun.add(id);
        return ["started", { id }];
      },
      conversationOpened(told) {
        const id = idOf(told);
        return !!id && !begun.has(id) && ["resumed", { id }];
      },
      conversationWithAgentRequested: (told) => ["routed", { id: idOf(told) }],
      conversationAgentAssigned: (told) => ["connected", { id: idOf(told) }],
      messagesShown(told) {
        const id = idOf(told);
        if (!begun.has(id)) return;
        for (const message of told!.payload!.messages!) {
          if (counted.has(message.id)) continue;
          counted.add(message.id);
          if (message.role === "user") say("message_sent", { id });
          if (message.role === "business") say("message_received", { id });
        }
      },
    });
  },

  open: (zE) => zE("messenger", "open"),
};
