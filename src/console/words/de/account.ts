/** What the page of one's own account says, in German. */
import type { account as english } from "../en/account";

export const account: typeof english = {
  title: "Mein Konto",
  what: "Ihr Konto",
  name: "Name",
  email: "E-Mail",
  role: "Rolle",
  queues: "Eigene Warteschlangen",
  byAdmin: "Ändern kann sie die Verwaltung.",
  password: "Passwort",
  fields: { before: "Bisheriges Passwort", password: "Neues Passwort", again: "Neues Passwort, noch einmal" },
  hint: (chars) => `Mindestens ${chars} Zeichen: ein paar Wörter lassen sich leicht merken.`,
  change: "Passwort ändern",
  changed: "Ihr Passwort ist geändert, und überall sonst sind Sie abgemeldet.",
  different: "Das neue Passwort ist nicht zweimal dasselbe. Geben Sie es noch einmal ein.",
  refusals: {
    wrong_password: "Das ist nicht Ihr bisheriges Passwort.",
    wrong_account: "Dieses Passwort ist leicht zu erraten. Nehmen Sie eines, das weder Ihr Name oder Ihre E-Mail ist noch aus wenigen Zeichen besteht, die sich wiederholen.",
    too_many_tries: "Zu viele Versuche. Warten Sie eine Weile, jedes Mal länger, und versuchen Sie es noch einmal.",
  },
  noPassword: "Sie melden sich über Ihre Organisation an, deshalb hat Parley kein Passwort von Ihnen. Ändern Sie das dortige, wo Ihre Organisation es vorsieht.",
  both: "Sie können sich auch über Ihre Organisation anmelden. Das dortige Passwort wird hier nicht geändert.",
  elsewhere: "Anderswo angemeldet",
  others: (count) => (count === 1 ? "Sie sind in einem anderen Browser angemeldet." : `Sie sind in ${count} anderen Browsern angemeldet.`),
  noOthers: "Sie sind sonst nirgends angemeldet.",
  endOthers: "Überall sonst abmelden",
  ended: "Sie sind überall sonst abgemeldet.",
};
