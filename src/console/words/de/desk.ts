/** What is said when the collector did not do what an agent wanted, in German. */
import type { desk as english } from "../en/desk";

export const desk: typeof english = {
  ended: "Die Anmeldung ist abgelaufen.",
  forbidden: "Der Collector lässt das nicht zu.",
  busy: "Der Collector ist ausgelastet.",
  unreachable: "Der Collector ist nicht erreichbar.",
  failed: (status) => `Der Collector meldet den Fehler ${status}.`,
  refused: (reason) => `Der Collector hat es abgelehnt: ${reason}.`,
  unknownCode: "Diesen Code hat gerade niemand auf der Website. Bitte noch einmal vorlesen lassen.",
  ambiguousCode: "Diesen Code haben im Moment zwei Besucher. Der richtige ist unter den Websitzungen an der Seite zu erkennen, die er gerade ansieht.",
  unknownTalk: "Dieses Gespräch gibt es nicht mehr, oder es ist in einer Warteschlange, die nicht Ihre ist.",
  notSaved: (reason) => `Nicht gespeichert. ${reason}`,
};
