/**
 * Genesys Cloud Messenger. Facts known from Genesys' documentation (plugins MessagingService and Toaster) and, for
 * Engage, for who has written and for what a message carries, from third parties' code; not run.
 *
 * The snippet leaves a function that queues, under a name that the site chooses and `_genesysJs` tells. `started` is told
 * for every connection, and means a beginning only with `newSession`. What the visitor sends is told when sent, also the
 * presence that opens a session by itself, and comes back among the received. After the end one more message comes, the
 * event that told of it. An agent is known by the first message of a human. No conversation has an id here. Offers that
 * only qualified are not told, as the visitor may not have seen them.
 */
import { createOffer } from "../offer";
import type { Page, Vendor } from "../vendor";

interface Message {
  type?: string;
  direction?: string;
  originatingEntity?: string;
  channel?: { from?: { nickname?: unknown } };
}

type Told = { data?: { newSession?: boolean; message?: Message; messages?: Message[] } } | undefined;

type Genesys = (verb: "subscribe" | "command", name: string, heard?: (told: Told) => void) => unknown;

const find = (page: Page) => {
  const api = page[(page._genesysJs as string | undefined) ?? "Genesys"];
  return typeof api === "function" && (api as Genesys);
};

const isSaid = ({ type }: Message) => type !== "Event";

export const genesys: Vendor<Genesys> = {
  name: "genesys",
  channel: "messaging",
  find,

  tap(api, { hear, say }) {
    // The plugin that decides to invite tells of it, and so does the one that shows it.
    const offer = createOffer();
    hear((event, handler: (told: Told) => void) => void api("subscribe", event, handler), {
      "Engage.inviteOffered": offer("offered"),
      "Engage.inviteAccepted": offer("accepted"),
      "Engage.inviteRejected": offer("declined"),
      "Engage.inviteIgnored": offer("ignored"),
      "Toaster.opened": offer("offered"),
      "Toaster.accepted": offer("accepted"),
      "Toaster.declined": offer("declined"),
      "Toaster.closed": offer("ignored"),
      "Messenger.opened": "opened",
      "MessagingService.started": (told) => told?.data?.newSession && "started",
      "MessagingService.restored": "resumed",
      "MessagingService.sendingMessage": (told) => isSaid(told!.data!.message!) && "message_sent",
      "MessagingService.messagesReceived": (told) => {
        for (const message of told!.data!.messages!) {
          if (message.direction !== "Outbound" || !isSaid(message)) continue;
          if (message.originatingEntity === "Human") say("connected", { agent: message.channel?.from?.nickname });
          say("message_received");
        }
      },
      "MessagingService.conversationDisconnected": "ended",
      "MessagingService.conversationCleared": "ended",
      "MessagingService.sessionCleared": "ended",
    });
  },

  // Not the queue that was found: the script may have put another function in its place.
  open: (_queue, page) => (find(page) as Genesys)("command", "Messenger.open"),
};
