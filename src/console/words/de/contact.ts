/** What agents read of a person, in German. */
import { many } from "../written";
import type { contact as english } from "../en/contact";

const PROVERS = { agent: "einem Agenten", token: "einem Ausweis, den die Website unterschrieben hat", server: "dem Server der Website" };
const TOLD = { page: "von der Seite gesagt", server: "vom Server der Website gesagt", agent: "von einem Agenten gesagt" };
const KEYS = { externalId: "externe Nummer", phone: "Telefon", email: "E-Mail" };

export const contact: typeof english = {
  title: "Wer ist es",
  loading: "Wer es ist",
  spoken: (name, level) => `${name}, ${level}`,
  keys: KEYS,
  noContact: "Kein Kontakt hat, was dieser Besucher angab.",
  nothingSaid: "Dieser Besucher hat nicht gesagt, wer er ist.",
  temporary: (date) => `Vorläufig bis ${date}.`,
  toKeep: "Wer ihn bestätigt, behält ihn.",
  matchedBy: ({ key, value, form, page, at }) =>
    ["Zugeordnet nach", KEYS[key], value, form && `aus dem Formular „${form}“`, `um ${at}${page && `, auf der Seite „${page}“`}`].filter(Boolean).join(" "),
  verifiedBy: (by, agent, at) => `Bestätigt von ${agent || PROVERS[by]} um ${at}`,
  source: (source, form, at) => `${form ? `Formular „${form}“` : TOLD[source]}, ${at}`,
  decided: ({ says, name, by, agent, at }) => `${says === "verified" ? "Bestätigt als" : "Nicht"} ${name}, von ${agent || PROVERS[by]} um ${at}`,
  verify: "Bestätigen",
  verifyAndKeep: "Bestätigen und behalten",
  notThis: "Nicht diese Person",
  undo: "Rückgängig",
  findAnother: "Anderen Kontakt suchen",
  find: "Name, E-Mail, Telefon oder externe Nummer",
  directory: "Das Verzeichnis",
  nobodyHas: (wanted) => `Kein Kontakt hat „${wanted}“.`,
  more: "Es gibt mehr. Schreiben Sie mehr davon.",
  itIs: "Ist es",
  itIsNot: "Ist es nicht",
  itIsWho: (name, details) => `Es ist ${name}, ${details}`,
  itIsWhoHas: (name, has) => `Es ist ${name} mit ${has}`,
  itIsNotWhoHas: (name, has) => `Es ist nicht ${name} mit ${has}`,
  has: (what) => `hat ${what}`,
  couldBe: "Es könnte auch sein",
  gave: "Was der Besucher angab",
  invalid: "nicht gültig",
  decisions: "Was entschieden wurde",
  takenBack: "zurückgenommen",
  takeBack: "Zurücknehmen",
  takeBackWhat: (what) => `Zurücknehmen: ${what}`,
  failed: (reason) => `Nicht geschehen. ${reason}`,

  merge: {
    title: "Eine Person zweimal",
    open: "Mit anderem Kontakt zusammenführen",
    choose: "Zusammenführen",
    chooseWhich: (name, details, into) => [`${name} zusammenführen`, details, `mit ${into}`].filter(Boolean).join(", "),
    ask: (name, into) => `${name} mit ${into} zusammenführen? Was von beiden bekannt ist, gehört dann zu ${into}. Es lässt sich zurücknehmen.`,
    confirm: "Beide zusammenführen",
    cancel: "Abbrechen",
    merged: (name) => `${name} ist Teil dieses Kontakts`,
    apart: "Trennen",
    apartWhich: (name) => `${name} wieder trennen`,
  },

  notes: {
    title: "Notizen",
    loading: "Notizen",
    none: "Noch hat niemand etwas notiert.",
    write: "Neue Notiz",
    ofContact: "Zur Person hinzufügen",
    ofConversation: "Zum Gespräch hinzufügen",
    about: { contact: "zur Person", conversation: "zu einem Gespräch" },
    unknownAgent: "Der Server der Website",
    more: "Ältere Notizen stehen im Export.",
  },

  past: {
    title: "Besuche und Gespräche",
    loading: "Was vorher war",
    sessions: (n) => `Besuche (${n})`,
    conversations: (n) => `Gespräche (${n})`,
    pages: (n) => many(n, "Seite", "Seiten"),
    here: "diese Karte",
    more: (n) => `und ${n} ältere`,
    none: "Nichts außer diesem.",
  },

  together: {
    title: "Gehört zusammen",
    loading: "Was zusammengehört",
    withVisit: "Mit dem Besuch verbunden",
    withOther: (id) => `Verbunden mit dem, was als ${id} gemeldet wurde`,
    by: (agent) => `von ${agent || "dem Server der Website"},`,
    begun: (title) => `${title}, begonnen`,
    why: { session: "im selben Besuch", contact: "mit demselben Kontakt" },
    same: "Ist dasselbe",
    code: "Code der Sitzung, den der Besucher vorliest",
    join: "Mit dem Besuch verbinden",
    nothing: "Nichts anderes scheint dasselbe Gespräch zu sein.",
  },
};
