/** What everything of a simulated day shares: its clock, its people, and how a conversation comes to be. */
import type { Channel, Customer, Direction } from "../protocol/event";
import type { Agenda } from "./agenda";
import type { Talk } from "./course";
import type { Floor } from "./floor";
import { personOf, type Person } from "./people";
import type { Random } from "./random";
import type { DaySettings } from "./settings";
import type { Tellers } from "./told";

/** A conversation by the contact centre's own id. */
export interface OwnTalk extends Talk {
  id: string;
}

/** Somebody at the other end of a line, or in a visit. */
export interface Caller {
  /** Who they are, if they are a contact. */
  person?: Person;
  /** What the contact centre knows of them. */
  customer: Customer;
}

export interface World {
  agenda: Agenda;
  settings: DaySettings;
  floor: Floor;
  tellers: Tellers;
  random: Random;
  createId: (at: number) => string;
  newTalk(channel: Channel, direction?: Direction): OwnTalk;
  newCaller(random: Random): Caller;
}

type Parts = Omit<World, "newTalk" | "newCaller">;

/** British mobile numbers from here on are nobody's, a thousand of them. Source: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama */
const FICTION = 7_700_900_000;
/** Calls that show no number, of those of whom nothing is known. */
const WITHHELD_SHARE = 0.25;

export function createWorld(parts: Parts): World {
  const { agenda, settings, tellers, random: source, createId } = parts;
  const { queues, people, knownShare } = settings;
  const weighted = queues.map((queue) => [queue, queue.weight] as const);
  let talks = 0;

  return {
    ...parts,
    newTalk(channel, direction) {
      const random = source.fork(`talk ${talks++}`);
      const id = createId(settings.startsAt + agenda.now());
      const kind = { conversation: id, channel, ...(direction && { direction }) };
      return {
        id, channel, random,
        queue: random.weigh(weighted),
        report: (state, data) => void tellers.server(`conversation.${state}`, { ...kind, ...data }),
      };
    },
    newCaller(random) {
      if (people > 0 && random.chance(knownShare)) {
        const person = personOf(random.below(people));
        const { phone, email, externalId } = person;
        return { person, customer: phone === undefined ? { externalId, email } : { phone } };
      }
      if (random.chance(WITHHELD_SHARE)) return { customer: { displayName: "Withheld number" } };
      return { customer: { phone: `+44${FICTION + random.below(1_000)}` } };
    },
  };
}
