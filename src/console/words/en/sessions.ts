/** What the page of sessions and conversations says. */
export const sessions = {
  find: "Find a session",
  findBy: "Code, name, e-mail, phone, page or queue",
  conversations: "Conversations",
  webSessions: "Web sessions",
  noConversations: "No conversations yet.",
  firstConversation: "A card appears here when a visitor starts a chat or a message, accepts an offer, or a call comes in.",
  /** Before and after a link to the demo, which not every site has. */
  seeOne: [" To see one now, ", " and start a chat."],
  openDemo: "open the demo",
  noVisitors: "No visitors yet.",
  /** What follows is the tag. */
  pasteTag: "Paste this tag into your pages:",
  /** Before and after a link to the demo; what follows is the tag. */
  pasteTagOr: ["Paste this tag into your pages, or ", ":"],
  waiting: "Waiting",
  connected: "Connected",
  visitors: (minutes: number) => `Visitors, last ${minutes} min`,
  /** Told to screen readers. */
  newWaiting: (count: number, queues: string[]) => `${count} new ${count === 1 ? "conversation" : "conversations"} waiting${queues.length ? ` in ${queues.join(", ")}` : ""}`,
};
