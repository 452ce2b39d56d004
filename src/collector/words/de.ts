/** What the login's pages say, in German. */
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "../../protocol/account";
import type { PageWords } from "./pageWords";

/** What can be wrong with what somebody has chosen, by how its English sentence begins. */
const UNSOUND: readonly [english: string, german: string][] = [
  ["Enter the name", "Geben Sie den Namen an, den Karten zeigen sollen."],
  ["Enter your e-mail", "Geben Sie Ihre E-Mail-Adresse an: mit ihr melden Sie sich an."],
  ["Somebody else has this name", "Jemand anderes hat diesen Namen. Karten zeigen ihn: nehmen Sie einen anderen."],
  ["The password is too short", `Das Passwort ist zu kurz. Nehmen Sie mindestens ${PASSWORD_MIN_CHARS} Zeichen: ein paar Wörter merkt man sich leicht.`],
  ["The password is too long", `Das Passwort ist zu lang. Nehmen Sie höchstens ${PASSWORD_MAX_CHARS} Zeichen.`],
  ["The password is easily guessed", "Das Passwort ist leicht zu erraten. Nehmen Sie eines, das weder Ihr Name oder Ihre E-Mail-Adresse ist noch wenige Zeichen immer wieder."],
];

export const de: PageWords = {
  lang: "de",
  dir: "ltr",
  logIn: "Anmelden",
  logInTitle: "An der Konsole anmelden",
  setUpTitle: "Admin einrichten",
  chooseTitle: "Wählen Sie Ihr Passwort",
  email: "E-Mail",
  emailToLogIn: "E-Mail, mit der Sie sich anmelden",
  password: "Passwort",
  newPassword: `Passwort mit mindestens ${PASSWORD_MIN_CHARS} Zeichen`,
  yourName: "Ihr Name, wie Karten ihn zeigen",
  otherSite: "Arbeiten Sie hier schon auf einer anderen Site? Nehmen Sie das Passwort, das Sie dort haben: dann öffnet eine Anmeldung beide.",
  byProvider: "Über Ihre Organisation anmelden",
  forgotten: "Passwort vergessen? Ein Admin kann Ihnen einen neuen Link schicken.",
  usedTitle: "Dieser Link gilt nicht mehr",
  used: "Ein Link gilt einmal und nicht für immer. Wenn Sie ein Passwort haben, melden Sie sich unter /console/login an; wenn nicht, bitten Sie einen Admin um einen neuen Link. Wer den Collector betreibt, bekommt einen, wenn er ihn mit PE_ADMIN_LINK=on startet.",
  foreignTitle: "Das kam von anderswo",
  foreign: "Öffnen Sie die eigene Anmeldeseite der Konsole, /console/login, und melden Sie sich dort an.",
  throttled: (seconds) => `Zu viele Versuche. Warten Sie ${seconds} Sekunden, und versuchen Sie es noch einmal.`,
  busy: "Im Moment melden sich zu viele an. Versuchen Sie es in ein paar Sekunden noch einmal.",
  wrong: "E-Mail und Passwort passen nicht zusammen.",
  unsound: (sentence) => UNSOUND.find(([english]) => sentence.startsWith(english))?.[1] ?? sentence,
  unsoundAnswerTitle: "Die Anmeldung ist nicht gelungen",
  unsoundAnswer: "Die Antwort des Identitätsanbieters gehört zu keiner Anmeldung, die dieser Browser in den letzten zehn Minuten begonnen hat, oder sie ist nicht in Ordnung. Beginnen Sie von vorn unter /console/login.",
  unreachableTitle: "Der Identitätsanbieter ist nicht zu erreichen",
  unreachable: "Versuchen Sie es gleich noch einmal, oder melden Sie sich mit einem Passwort an. Was fehlt, steht im Protokoll des Collectors.",
  noAccessTitle: "Sie haben keinen Zugang",
  no_account: "Der Identitätsanbieter kennt Sie, aber Parley hat kein Konto für Sie. Fragen Sie einen Admin von Parley.",
  no_role: "Der Identitätsanbieter kennt Sie, gibt Ihnen aber keine Rolle in Parley. Fragen Sie, wer dort Ihre Gruppen verwaltet.",
  not_active: "Ihr Konto ist nicht aktiv. Fragen Sie einen Admin von Parley.",
  no_email: "Der Identitätsanbieter nennt keinen Namen oder keine E-Mail, die er geprüft hat: ohne diese gibt es kein Konto.",
  name_taken: "Jemand anderes hat hier Ihren Namen, und Karten zeigen ihn. Bitten Sie einen Admin von Parley um ein Konto unter einem anderen Namen.",
};
