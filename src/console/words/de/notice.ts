/** What pages with one message say, in German. */
import type { notice as english } from "../en/notice";

export const notice: typeof english = {
  notShown: "Parley kann noch nicht angezeigt werden",
  notLoaded: "Diese Seite konnte nicht geladen werden",
  outdated: "Der Collector ist nicht erreichbar oder wurde inzwischen aktualisiert. Bitte die Seite neu laden.",
  ended: "Die Anmeldung ist abgelaufen",
  comeBack: "Sie endet, wenn die Konsole eine halbe Stunde lang weder benutzt noch gesehen wurde, nach zwölf Stunden, oder wenn ein Admin das Konto geändert hat.",
  logIn: "Neu anmelden",
  noSite: "Auf dieser Site haben Sie kein Konto",
  askAdmin: "Bitten Sie jemanden von ihrer Verwaltung um eine Einladung.",
  ownSite: "Zu einer eigenen Site",
};
