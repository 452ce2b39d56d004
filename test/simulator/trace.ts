/** What the simulator tells of conversations, as the door would hand it to a store. */
import type { IncomingEvent } from "../../src/collector/store/store";
import type { ConversationLink, Customer, Data } from "../../src/protocol/event";
import { sessionCode } from "../../src/protocol/id";
import { createCentre } from "../../src/simulator/centre";
import { day } from "../../src/simulator/day";

export const SITE = "s1";
const STARTS_AT = Date.UTC(2026, 10, 20, 8);
const DAY_MINUTES = 13 * 60;
/** About so many of an hour's conversations come in a whole day: agents who are not there make no call. */
const HOURS = 10.5;

export type Trace = Omit<IncomingEvent, "received">[];

/** @param conversations that the contact centre tells of; the trace ends with the last event of the last one */
export function createTrace(seed: string, conversations: number, people: number): Trace {
  const settings = createCentre({ startsAt: STARTS_AT, minutes: DAY_MINUTES, conversationsPerHour: Math.ceil(conversations / HOURS), people });
  const sessions = new Map<string, { visitor: string; session: string }>();
  const trace: Trace = [];
  for (const { teller, visitor, events } of day(seed, settings)) {
    for (const { id, type, at, session, url, data = {} } of events) {
      if (visitor !== undefined && session !== undefined) sessions.set(sessionCode(session), { visitor, session });
      if (!/^(conversation\.|identity\.claimed)/.test(type)) continue;
      trace.push({ site: SITE, id, type, at, source: teller, ...(visitor !== undefined && { visitor }), ...(session !== undefined && { session }), ...(url !== undefined && { url }), ...split(data) });
    }
  }
  // The door finds whose code it was.
  return trace.map((event) => {
    const { sessionCode: code, ...data } = event.data as Data & Partial<ConversationLink>;
    return code === undefined ? event : { ...event, data: { ...data, ...sessions.get(code) } };
  });
}

function split({ customer, ...data }: Data): { data: Data; customer?: Customer } {
  return customer === undefined ? { data } : { data, customer: customer as Customer };
}
