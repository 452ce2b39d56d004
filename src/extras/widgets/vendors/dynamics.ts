/**
 * Microsoft's Live Chat Widget of Dynamics 365, hosted by Microsoft or built into the site from npm. Of the latter, facts
 * are known by running the vendor's own build (npm @microsoft/omnichannel-chat-widget 1.8.3, with the demonstration back
 * end that is in it) in Chromium; e2e/dynamics.spec.ts still does. Of the former they are from Microsoft's
 * documentation: the `lcw:…` events of the window, and the tags of a message that says that an agent is there.
 *
 * The built one tells all on a BroadcastChannel that is named for the widget, for which the site writes the attributes of
 * Microsoft's own script tag on any element. Every tab of the site hears it: only the one that the visitor looks at tells
 * of it, except an end, which is told once in any case. Message texts come along and are not looked at.
 */
import type { Sighting, Vendor } from "../vendor";

interface Message {
  conversationId?: unknown;
  messageType?: unknown;
  channelData?: { tags?: unknown };
}

type Handler = (message?: Message) => void;

const isHosted = ({ id }: Element) => id === "Microsoft_Omnichannel_LCWidget";
const sent = (message?: Message): Sighting => ["message_sent", { id: message?.conversationId }];
const received = (message?: Message): Sighting =>
  /agent(assignmentready|accepted)/.test(`${message?.channelData?.tags as string}`) ? "connected" : message?.messageType !== "system" && ["message_received", { id: message?.conversationId }];

export const dynamics: Vendor<Element> = {
  name: "dynamics",

  find: ({ document }) => document.querySelector("[data-app-id][data-org-id]"),

  tap(element, { page, hear, guard, signal }) {
    const channel = !isHosted(element) && new page.BroadcastChannel(element.getAttribute("data-app-id")!);
    let isResumed: unknown;
    hear(
      (event, handler: Handler) =>
        channel
          ? channel.addEventListener(
              "message",
              guard(({ data }: MessageEvent<{ data?: { eventName?: unknown; payload?: Message } } | null>) => {
                // The end of a chat has the widget's ids in its name.
                if (`${data?.data?.eventName as string}`.startsWith(event) && (!page.document.hidden || /End|Rem/.test(event))) handler(data!.data!.payload);
              }),
            )
          : page.addEventListener(`lcw:${event}`, (told) => handler((told as CustomEvent<{ payload?: Message } | null>).detail?.payload), { signal }),
      {
        // Hosted.
        startChat: "opened",
        onMaximize: "opened",
        chatQueued: "started",
        chatRetrieved: "resumed",
        onMessageSent: sent,
        onMessageReceived: received,
        threadUpdate: () => ["ended", { by: "agent" }],
        closeChat: "ended",
        onClose: "ended",
        // Built.
        StartProactiveChat: "offered",
        ProactiveChatStartChat: "accepted",
        MaximizeChat: "opened",
        ChatRetrievedFromCache: () => (isResumed = "resumed" as const),
        // A chat that goes on after a page load is loaded like a new one.
        WidgetLoadComplete: () => (isResumed ? (isResumed = "") : "started"),
        NewMessageSent: sent,
        NewMessageReceived: received,
        ConversationEndedByCustomer: () => ["ended", { by: "customer" }],
        ParticipantsRemovedEvent: () => ["ended", { by: "agent" }],
        ChatEnded: "ended",
      },
    );
    return () => void (channel && channel.close());
  },

  open: (element, { document, Microsoft }) =>
    isHosted(element)
      ? (Microsoft as { Omnichannel: { LiveChatWidget: { SDK: { startChat(): unknown } } } }).Omnichannel.LiveChatWidget.SDK.startChat()
      : document.querySelector<HTMLElement>("#oc-lcw-chat-button")!.click(),
};
