/** What rules to begin with are called and for, in German. */
import type { templates as english } from "../../en/rules/templates";

export const templates: typeof english = {
  gaveUp: { name: "Chat nach vergeblichem Warten", says: "Wer in einer Woche zweimal vergeblich gewartet hat und sich Preise ansieht, bekommt einen Chat angeboten.", title: "Entschuldigung für die Wartezeit", text: "Sollen wir jetzt sprechen? Es ist jemand da." },
  checkout: { name: "Hilfe an der Kasse", says: "Wer sich die Kasse eine Minute lang ansieht, bekommt einen Chat angeboten.", text: "Ist etwas unklar? Wir helfen gern." },
  unfinished: { name: "Nach einem unfertigen Formular", says: "Wer ein Formular unfertig verlässt, bekommt auf der nächsten Seite Messaging angeboten.", text: "Einfach schreiben und weitermachen, wann es passt." },
  vip: { name: "VIPs kennzeichnen", says: "Kontakte, deren Merkmal „vip“ ja ist, bekommen ein Schlagwort auf ihre Karte." },
  newsletter: { name: "Aus dem Newsletter", says: "Besucher, die über eine Kampagne kamen." },
  comesBack: { name: "Kommt wieder", says: "Personen, die innerhalb eines Monats wiederkamen." },
  sale: { name: "Verkauf", says: "Ein Gespräch wurde mit dem Code „sale“ abgeschlossen." },
  newMap: "Neuer Aktionsplan",
  newSegment: "Neues Segment",
  newOutcome: "Neues Ziel",
};
