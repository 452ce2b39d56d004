/** What is said in several places, in German. */
import type { common as english } from "../en/common";

export const common: typeof english = {
  title: (page) => `${page} – Parley`,
  loading: "Wird geladen …",
  waiting: "Der Collector wird erwartet …",
  tryAgain: "Noch einmal versuchen",
  tryingAgain: (reason) => `${reason} Neuer Versuch läuft …`,
  askingAgain: (reason) => `${reason} Es wird noch einmal gefragt …`,
  notLoaded: (what, reason) => `Nicht geladen: ${what}. ${reason}`,
  unknown: "Unbekannt",
  noPage: "Noch keine Seite",
  none: "Keine",
  yes: "ja",
  no: "nein",
  remove: "Entfernen",
  choose: "Auswählen …",
};
