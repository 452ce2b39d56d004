/** What the bar says, in German. */
import type { bar as english } from "../en/bar";

export const bar: typeof english = {
  pages: "Seiten",
  sessions: "Sitzungen",
  contacts: "Kontakte",
  rules: "Regeln",
  supervisor: "Warteschlangen",
  health: "Erfassung",
  admin: "Verwaltung",
  account: " (mein Konto)",
  language: "Sprache",
  site: "Site",
  siteHint: "Mit der Tastatur: auswählen, dann Eingabetaste",
  logOut: "Abmelden",
};
