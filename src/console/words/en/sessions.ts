/** What the page of sessions and conversations says. */
import { number } from "../written";

export const sessions = {
  live: "Live",
  reconnecting: "Reconnecting…",
  find: "Find a session",
  findBy: "Code, name, page or queue",
  conversations: "Conversations",
  webSessions: "Web sessions",
  noConversations: "No conversations yet.",
  /** Before and after a link to the demo. */
  firstConversation: ["A card appears here when a visitor starts a chat or a message, accepts an offer, or a call comes in. To see one now, ", " and start a chat."],
  openDemo: "open the demo",
  noVisitors: "No visitors yet.",
  /** Before and after a link to the demo; what follows is the tag. */
  pasteTag: ["Paste this tag into your pages, or ", ":"],
  waiting: "Waiting",
  connected: "Connected",
  visitors: (minutes: number) => `Visitors, last ${minutes} min`,
  nothingMatches: (typed: string) => `Nothing here matches “${typed}”.`,
  showMore: (older: number) => `Show more (${number(older)} older)`,
  /** Told to screen readers. */
  newWaiting: (count: number, queues: string[]) => `${count} new ${count === 1 ? "conversation" : "conversations"} waiting${queues.length ? ` in ${queues.join(", ")}` : ""}`,
};
