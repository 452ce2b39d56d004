/** What the page of sessions and conversations says, in German. */
import type { sessions as english } from "../en/sessions";

export const sessions: typeof english = {
  find: "Sitzung suchen",
  findBy: "Code, Name, E-Mail, Telefon, Seite, Warteschlange",
  conversations: "Gespräche",
  webSessions: "Websitzungen",
  noConversations: "Noch keine Gespräche.",
  firstConversation: "Eine Karte erscheint hier, sobald jemand einen Chat oder eine Nachricht beginnt, ein Angebot annimmt oder ein Anruf eingeht.",
  seeOne: [" Um gleich eine zu sehen: ", " und einen Chat beginnen."],
  openDemo: "die Demo öffnen",
  noVisitors: "Noch keine Besucher.",
  pasteTag: "Dieses Tag in die eigenen Seiten einfügen:",
  pasteTagOr: ["Dieses Tag in die eigenen Seiten einfügen oder ", ":"],
  waiting: "Wartend",
  connected: "Verbunden",
  visitors: (minutes) => `Besucher, letzte ${minutes} Min.`,
  newWaiting: (count, queues) => `${count === 1 ? "1 neues Gespräch wartet" : `${count} neue Gespräche warten`}${queues.length ? ` in ${queues.join(", ")}` : ""}`,
};
