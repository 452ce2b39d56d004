/**
 * LiveChat (Text). Facts known from the vendor's types and loader (npm @livechat/widget-core 1.4.1), whose queue runs in
 * the test of this adapter; the widget itself was not run.
 *
 * `LiveChatWidget` queues until its script has come; until then `get` throws. Its chat is the same for years: a
 * conversation is one thread of it. Nothing tells of beginnings and ends but the visitor's status, which is told on every
 * page, also while a chat goes on; `ready` is how that is known. A greeting comes among the messages, and hides when the
 * chat begins. An author's id is an e-mail address, and whether it is a bot is not told: so no agent is.
 */
import { createOffer } from "../offer";
import { onOff } from "../onOff";
import type { Emitter } from "../onOff";
import type { Vendor } from "../vendor";

interface Told {
  status?: string;
  visibility?: string;
  greeting?: object;
  author?: { type?: string };
  customerData?: { status?: string };
}

interface LiveChatWidget extends Emitter<Told | undefined> {
  get(name: "chat_data"): { threadId?: unknown } | null;
  call(name: "maximize"): unknown;
}

const isTalk = (status: string | undefined) => status === "chatting" || status === "queued";

export const livechat: Vendor<LiveChatWidget> = {
  name: "livechat",

  find: ({ LiveChatWidget: api }) => api as LiveChatWidget | undefined,

  tap(api, { hear, say }) {
    const offer = createOffer();
    const accept = offer("accepted");
    let isTalking = false;
    const idOf = () => ({ id: api.get("chat_data")?.threadId });

    hear<[told: Told | undefined]>(onOff(api), {
      ready(told) {
        isTalking = isTalk(told?.customerData?.status);
        return isTalking && ["resumed", idOf()];
      },
      greeting_displayed: offer("offered"),
      greeting_hidden: offer("declined"),
      rich_message_button_clicked: (told) => told?.greeting && accept(),
      visibility_changed: (told) => told?.visibility === "maximized" && "opened",
      customer_status_changed(told) {
        const was = isTalking;
        isTalking = isTalk(told?.status);
        if (isTalking === was) return undefined;
        if (isTalking && accept()) say("accepted");
        return [isTalking ? "started" : "ended", idOf()];
      },
      new_event: (told) => !told!.greeting && [told!.author!.type === "customer" ? "message_sent" : "message_received", idOf()],
    });
  },

  open: (api) => api.call("maximize"),
};
