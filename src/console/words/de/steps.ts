/** Each step of a journey as a sentence, in German. */
import type { ChannelWord, steps as english } from "../en/steps";

const A: { [channel in ChannelWord]: string } = { chat: "einen Web-Chat", messaging: "ein Web-Messaging", call: "einen Anruf", other: "ein Gespräch" };
const THE: { [channel in ChannelWord]: string } = { chat: "den Web-Chat", messaging: "das Web-Messaging", call: "den Anruf", other: "das Gespräch" };
const ZU: { [channel in ChannelWord]: string } = { chat: "zum Web-Chat", messaging: "zum Web-Messaging", call: "zum Anruf", other: "zum Gespräch" };
const quoted = (before: string, text: string) => (text ? `${before} „${text}“` : before);
const TELLERS: { [by: string]: string } = { agent: " von einem Agenten", token: " durch einen Ausweis, den die Website unterschrieben hat", server: " vom Server der Website" };
const teller = (by: string) => TELLERS[by] ?? "";
const KEYS: { [by: string]: string } = { externalId: " nach externer Nummer", phone: " nach Telefon", email: " nach E-Mail" };
const BY: { [source: string]: string } = { tcf: ", im Einwilligungsbanner (TCF)", gpp: ", im Einwilligungsbanner (GPP)", google: ", in Googles Einwilligungsmodus" };
const STATES: { [state: string]: string } = { granted: "erlaubt", denied: "abgelehnt", pending: "offen" };
const PURPOSES: { [purpose: string]: string } = { analytics: "Statistik", identity: "Identität", messaging: "Nachrichten" };
const PARTIES: { [by: string]: string } = { customer: " vom Kunden", agent: " vom Agenten", system: " vom System" };

export const steps: typeof english = {
  unnamed: "Ereignis",
  textMessages: "SMS",
  arrived: (from, campaign) => `Angekommen${from && ` von ${from}`}${campaign && ` (${campaign})`}`,
  viewed: (page) => `Sah ${page || "eine Seite"}`,
  searched: (query) => (query ? `Suchte „${query}“` : "Suchte"),
  formSubmitted: (form) => `Sandte das Formular ${form} ab`,
  formAbandoned: (form) => `Verließ das Formular ${form} unvollendet`,
  clicked: (element) => `Klickte auf ${element || "ein Element"}`,
  followed: (address) => `Folgte einem Link${address && ` zu ${address}`}`,
  idled: "War untätig",

  gave: (what, form, isSent) => `Gab ${what || "Angaben"} an${form && ` im Formular ${form}`}${form && !isSent ? ", das nicht abgesandt wurde" : ""}`,
  emailHash: "den Hash einer E-Mail",
  phoneHash: "den Hash einer Telefonnummer",
  matched: (by) => `Passte zu einem Kontakt${KEYS[by] ?? ""}`,
  verified: (by) => `Bestätigt${teller(by)}`,
  rejected: (by) => `Als nicht dieser Kontakt erkannt${teller(by)}`,
  undone: (by) => `Zuordnung oder Bestätigung zurückgenommen${teller(by)}`,
  loggedOut: "Meldete sich ab",
  noted: (agent, text) => quoted(agent ? `${agent} notierte` : "Eine Notiz:", text),
  consent: (states, sharing, source) => {
    const parts = states.map(({ state, purposes, isAll }) => `${isAll ? "alles" : purposes.map((one) => PURPOSES[one] ?? one).join(" und ")} ${STATES[state] ?? state}`);
    if (sharing) parts.push(`Weitergabe an andere ${STATES[sharing] ?? sharing}`);
    return `Einwilligung${parts.length ? `: ${parts.join(", ")}` : " geändert"}${BY[source] ?? ""}`;
  },

  sawWidget: (vendor) => `Sah eine Seite mit einem Chat: ${vendor}`,
  pressedApp: (app) => `Drückte auf einen Link zu ${app}`,
  pressedPhone: "Drückte auf eine Telefonnummer",
  pressedChannel: (channel) => `Drückte auf einen Link ${ZU[channel]}`,
  offered: (channel, map) => `Bekam ${A[channel]} angeboten${map && ` von „${map}“`}`,
  accepted: (channel) => `Nahm ${THE[channel]} an`,
  declined: (channel) => `Lehnte ${THE[channel]} ab`,
  ignored: (channel) => `Ließ das Angebot ${ZU[channel]} unbeantwortet`,
  expired: (channel) => `Das Angebot ${ZU[channel]} lief ab`,
  failed: (channel) => `Konnte ${THE[channel]} nicht öffnen`,
  opened: (channel) => `Öffnete ${THE[channel]}`,
  turnedTo: (channel) => `Wandte sich ${ZU[channel]}`,
  resumed: (channel) => `Kam zurück ${ZU[channel]}`,
  started: (channel) => `Begann ${A[channel]}`,
  calledIn: "Rief an",
  wasCalled: "Wurde von einem Agenten angerufen",
  routed: (queue) => `Wartet in der Schlange${queue && ` ${queue}`}`,
  connected: (agent) => `Verbunden mit ${agent || "einem Agenten"}`,
  transferred: (whom) => `Weitergegeben${whom && ` an ${whom}`}`,
  sent: "Schrieb eine Nachricht",
  received: "Bekam eine Nachricht",
  ended: (by) => `Beendet${PARTIES[by] ?? (by && ` von ${by}`)}`,
  linkedToVisit: "Als Gespräch dieses Besuchers erkannt",
  linked: "Als eins mit getrennt Gemeldetem erkannt",
  unlinked: "Doch als getrennt erkannt",
  wrappedUp: (code) => `Abgeschlossen${code ? `: ${code}` : " ohne Code"}`,

  segment: (name) => quoted("Gehört zum Segment", name),
  outcome: (name, value) => quoted("Erreichte das Ziel", name) + (value && `, im Wert von ${value}`),
  qualified: (name, tag, webhook) => quoted("Kam infrage für", name) + (tag ? `: mit „${tag}“ markiert` : webhook ? `: „${webhook}“ benachrichtigt` : ""),
  blocked: (name, because) => quoted("Zurückgehalten", name) + (because && `: ${because}`),
  contentOffered: "Bekam etwas zu lesen gezeigt",
  contentAccepted: "Folgte dem Gezeigten",
  contentDeclined: "Schloss das Gezeigte",
  contentIgnored: "Ließ das Gezeigte unbeantwortet",
  contentExpired: "Was gezeigt werden sollte, kam zu spät",
  contentFailed: "Etwas zu lesen konnte nicht gezeigt werden",
  agentsFree: (agents, queue) => `${agents === "0" ? "Kein" : agents} Agent${agents === "0" || agents === "1" ? "" : "en"} frei${queue && ` für ${queue}`}`,

  dropped: (count, isOfAnother, because) =>
    `${count || "Einige"} ${count === "1" ? "Ereignis" : "Ereignisse"}${isOfAnother ? " eines anderen Besuchs" : ""} ${count === "1" ? "ging" : "gingen"} im Browser verloren: ${because}`,
  degraded: (because) => `Ereignisse stehen nur im Speicher dieser Seite: ${because}`,
};
