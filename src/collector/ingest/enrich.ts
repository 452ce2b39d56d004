/** Adds to the beginning of a visit what its request tells of device, browser and place. A page's own word for these is not heard. */
import type { Consent } from "../../protocol/event";
import { VISIT_FIELDS, type VisitData } from "../../protocol/visit";
import type { IncomingEvent } from "../store/store";
import type { Told } from "../visits/describe";

const DECIDED = new Set<string>(VISIT_FIELDS);

/** Makes the function that hands an event on. Without consent for analytics nothing is read. */
export function createEnrich(describe: (told: Told) => VisitData): (event: IncomingEvent, told: Told, consent: Consent | undefined) => IncomingEvent {
  return (event, told, consent) => {
    if (event.source !== "page" || event.type !== "session.started") return event;
    const own = Object.entries(event.data).filter(([name]) => !DECIDED.has(name));
    const isAllowed = consent === undefined || consent.analytics === "granted";
    return { ...event, data: { ...Object.fromEntries(own), ...(isAllowed && describe(told)) } };
  };
}
