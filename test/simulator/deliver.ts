/** Ways in which one and the same day may arrive: in order, shuffled, doubled, and told by two sources of which one lags. */
import type { ConversationLink } from "../../src/protocol/event";
import { linkOf } from "../../src/protocol/event";
import type { Random } from "../../src/simulator/random";
import type { Trace } from "./trace";

type Told = Trace[number];
const LAG_MS = 7_200_000;
const HALF = 0.5;
const AGAIN = 0.2;

export const DELIVERIES: { [name: string]: (trace: Trace, random: Random) => Trace } = {
  shuffled,
  // The whole batch was lost on its way back, and comes again some time later.
  doubled: (trace, random) => sorted([...trace.map((event, i) => ({ event, key: i })), ...trace.map((event, i) => ({ event, key: i + random.below(5_000) + HALF }))]),
  split,
};

const sorted = (keyed: { event: Told; key: number }[]) => keyed.sort((a, b) => a.key - b.key).map(({ event }) => event);
const idOf = ({ data }: Told) => (data as Partial<ConversationLink>).conversation;
const under = (event: Told, conversation: string): Told => ({ ...event, data: { ...event.data, conversation } });

function shuffled(trace: Trace, random: Random): Trace {
  const events = [...trace];
  for (let i = events.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [events[i], events[other]] = [events[other]!, events[i]!];
  }
  return events;
}

/**
 * Of every conversation one source tells a half and another one the other half, each by an id of its own: the page and the
 * contact centre where both know of it, two servers where only those do. Some events are told by both. Of every conversation one
 * of the sources lags, by hours perhaps.
 */
function split(trace: Trace, random: Random): Trace {
  const lags = new Map<string, number>();
  const told: { event: Told; key: number }[] = [];
  for (const event of trace) {
    const id = idOf(event);
    if (id === undefined || event.source === "page") {
      told.push({ event, key: event.at });
      continue;
    }
    const other = `${id}-b`;
    if (!lags.has(id)) {
      lags.set(id, random.below(2 * LAG_MS) - LAG_MS);
      const link = { ...event, id: `link-${id}`, type: "conversation.linked", data: { conversation: id, with: other } };
      const { customer: _customer, ...linked } = link;
      // Who links may come first or last.
      told.push({ event: linked, key: event.at + random.below(2 * LAG_MS) - LAG_MS });
    }
    const lag = lags.get(id)!;
    const isOther = random.chance(HALF);
    told.push({ event: under(event, isOther ? other : id), key: event.at + (isOther ? lag : 0) });
    if (random.chance(AGAIN)) told.push({ event: under(event, isOther ? id : other), key: event.at + (isOther ? 0 : lag) });
  }
  // What a page tells under an id that a server linked, a copy may tell under the server's.
  const linkedWith = new Map(trace.flatMap((event) => (linkOf(event.type) && typeof event.data.with === "string" ? [[event.data.with, idOf(event)!] as const] : [])));
  for (const event of trace) {
    const server = event.source === "page" ? linkedWith.get(idOf(event) ?? "") : undefined;
    if (server !== undefined && random.chance(AGAIN)) told.push({ event: under(event, server), key: event.at + random.below(2 * LAG_MS) - LAG_MS });
  }
  return sorted(told);
}
