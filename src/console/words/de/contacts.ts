/** What the page of the directory says, in German. */
import type { contacts as english } from "../en/contacts";
import { many, number } from "../written";

export const contacts: typeof english = {
  title: "Kontakte",
  find: "Kontakt suchen",
  findBy: "Name, E-Mail, Telefon oder externe ID",
  directory: "Verzeichnis",
  theDirectory: "Das Verzeichnis",
  erased: (name) => `${name} wurde gelöscht.`,
  nobody: (wanted) => `Niemand passt zu „${wanted}“.`,
  none: "Noch keine Kontakte.",
  first: "Am besten eine CSV-Datei mit bekannten Personen importieren: Besucher, die dieselbe E-Mail-Adresse oder Telefonnummer angeben, erscheinen dann mit Namen.",
  more: "Es gibt noch mehr. Ein Teil des Gesuchten grenzt die Liste ein.",

  import: "Kontakte importieren",
  format: "Eine CSV-Datei, deren erste Zeile die Spalten nennt: external_id, email, phone, first name, last name, company … Weitere Spalten werden zu Merkmalen. Kontakte mit derselben ID, Telefonnummer oder E-Mail-Adresse werden aktualisiert; nichts wird doppelt angelegt.",
  national: "Nationale Telefonnummern gehören zu",
  noCountry: "keinem Land: nur Nummern mit + werden übernommen",
  chooseFile: "CSV-Datei auswählen",
  orDrop: "oder hier ablegen",
  importing: (file) => `${file} wird importiert`,
  going: (file, state) => `${file} – ${state}`,
  sending: (percent) => `Wird gesendet: ${number(percent)} %`,
  reading: (percent) => `Wird gelesen: ${number(percent)} %`,
  readingRows: (percent, rows) => `Wird gelesen: ${number(percent)} %, ${many(rows, "Zeile", "Zeilen")}`,
  endedEarly: "Der Import endete vorzeitig.",
  endedEarlyAfter: (rows) => `Der Import endete vorzeitig, nach ${many(rows, "Zeile", "Zeilen")}.`,
  imported: (rows) => `${many(rows, "Zeile", "Zeilen")} importiert.`,
  noneImported: "Keine Zeile wurde importiert.",
  notTaken: (rows) => `${many(rows, "Zeile wurde", "Zeilen wurden")} nicht übernommen.`,
  counts: { created: "angelegt", updated: "aktualisiert", unchanged: "unverändert", bad: "Nicht übernommen" },
  whatWasWrong: "Was nicht stimmte",
  line: (n) => `Zeile ${number(n)}`,
  andMore: (rows) => `Und ${many(rows, "weitere Zeile", "weitere Zeilen")}.`,
  report: "Alle nicht übernommenen Zeilen (CSV)",
};
