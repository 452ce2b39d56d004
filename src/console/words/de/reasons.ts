/** Why events were lost, why storage failed, and why an action map did not act, in German. */
import type { reasons as english } from "../en/reasons";

export const reasons: typeof english = {
  other: "aus einem anderen Grund",
  dropped: { full: "der Postausgang war voll", refused: "der Collector hat das Paket abgelehnt", too_large: "zu groß zum Senden" },
  storage: { blocked: "der Speicher ist gesperrt", full: "der Speicher ist voll", timeout: "der Speicher hat nicht geantwortet", other: "der Speicher hat versagt" },
  copy: "kam ein zweites Mal unter einer anderen Nummer",
  blocked: {
    page_conditions: "nicht auf dieser Seite",
    outside_schedule: "außerhalb der Zeiten",
    frequency_cap: "im Moment in Ruhe zu lassen",
    no_agents: "kein Agent war frei",
    existing_offer: "ein anderes Angebot war offen",
    outweighed: "ein anderes Angebot war wichtiger",
    control_group: "in der Kontrollgruppe",
    consent: "keine Einwilligung in Nachrichten",
    no_widget: "kein solcher Chat auf der Seite",
    page_left: "die Seite wurde vorher verlassen",
    expired: "es kam zu spät",
  },
};
