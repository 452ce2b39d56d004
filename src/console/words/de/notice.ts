/** What pages with one message say, in German. */
import type { notice as english } from "../en/notice";

export const notice: typeof english = {
  notShown: "Parley kann noch nicht angezeigt werden",
  notLoaded: "Diese Seite konnte nicht geladen werden",
  outdated: "Der Collector ist nicht erreichbar oder wurde inzwischen aktualisiert. Bitte die Seite neu laden.",
  ended: "Die Anmeldung ist abgelaufen",
  comeBack: "Zurück geht es mit einem neuen Anmeldelink in diesem Browser. Der Collector gibt bei jedem Start einen aus: neu starten oder bei der Person nachfragen, die ihn betreibt.",
};
