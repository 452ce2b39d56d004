/**
 * HubSpot Conversations. Facts known from HubSpot's documentation of its chat widget SDK; not run.
 *
 * The array that HubSpot calls back when it is ready is left alone, as sites put their own in its place: the API is waited
 * for. A thread is told to be selected when the visitor takes up an old one, and also when a new one is made. That the
 * widget was used may be a click on its greeting, and so is not told; nor are answers or agents known.
 */
import { onOff } from "../onOff";
import type { Emitter } from "../onOff";
import type { Vendor } from "../vendor";

type Told = { conversation?: { conversationId?: unknown } } | undefined;

interface HubSpotConversations extends Emitter<Told> {
  widget: { open(): unknown };
}

const idOf = (told: Told) => ({ id: told?.conversation?.conversationId });

export const hubspot: Vendor<HubSpotConversations> = {
  name: "hubspot",

  find: ({ HubSpotConversations: api }) => api as HubSpotConversations | undefined,

  tap(api, { hear }) {
    let begun: unknown;
    hear(onOff(api), {
      conversationStarted(told) {
        const talk = idOf(told);
        begun = talk.id;
        return ["started", talk];
      },
      userSelectedThread(told) {
        const talk = idOf(told);
        return talk.id !== begun && ["resumed", talk];
      },
      quickReplyButtonClick: "message_sent",
      conversationClosed: (told) => ["ended", idOf(told)],
    });
  },

  open: ({ widget }) => widget.open(),
};
