/** A contact centre of a given size: three queues, and as many agents as its traffic needs, so that at noon some have to wait. */
import type { Channel } from "../protocol/event";
import type { AgentSettings, DaySettings, QueueSettings } from "./settings";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Agents who are busy for more of their time let customers wait for minutes. */
const OCCUPANCY = 0.86;
/** The mean of times around a median, which long ones draw up. */
const MEAN_OF_MEDIAN = 1.13;

const QUEUES: readonly QueueSettings[] = [
  {
    name: "Sales", weight: 3, afterCallMs: 25_000,
    codes: [["Sale", 4], ["Follow-up needed", 3], ["Not interested", 2], ["Wrong number", 1]],
    handlingMs: { call: 260_000, chat: 380_000, messaging: 420_000 },
  },
  {
    name: "Support", weight: 5, afterCallMs: 45_000,
    codes: [["Resolved", 7], ["Follow-up needed", 3], ["Complaint", 1], ["Spam", 1]],
    handlingMs: { call: 340_000, chat: 480_000, messaging: 540_000 },
  },
  {
    name: "Billing", weight: 2, afterCallMs: 35_000,
    codes: [["Resolved", 6], ["Refund", 2], ["Follow-up needed", 1]],
    handlingMs: { call: 210_000, chat: 300_000, messaging: 330_000 },
  },
];

/** When people call and write, hour by hour. */
const CURVE = [0, 0, 0, 0, 0, 0, 0.1, 0.3, 0.6, 0.9, 1.15, 1.2, 1, 0.9, 1.1, 1.15, 1.05, 0.95, 0.75, 0.5, 0.3, 0.1, 0, 0];

/** Most are there early or late; in the middle of the day, when most is to do, all are. */
const EARLY = { fromMinute: 8 * 60, toMinute: 16 * 60 + 30 };
const MIDDLE = { fromMinute: 9 * 60 + 30, toMinute: 18 * 60 };
const LATE = { fromMinute: 11 * 60 + 30, toMinute: 20 * 60 };
const SHIFTS = [EARLY, LATE, MIDDLE, EARLY, LATE] as const;
/** The curve at its highest: agents are counted for that. */
const PEAK = 1.2;

const GIVEN = ["Dana", "Robin", "Kim", "Alex", "Sam", "Noor", "Jamie", "Lee", "Sasha", "Toni", "Mika", "Charlie"];
const FAMILY = ["Scott", "Hale", "Park", "Moreau", "Okafor", "Lind", "Reyes", "Novak", "Sato", "Weber", "Costa", "Bryant", "Ito"];

export type CentreOptions = Pick<DaySettings, "startsAt" | "minutes"> & Partial<Omit<DaySettings, "agents">>;

/** @returns settings of a day in which everything happens that can happen, with as many agents as it takes */
export function createCentre(options: CentreOptions): DaySettings {
  const settings = { ...USUAL, ...options };
  return { ...settings, agents: staff(settings) };
}

const USUAL: Omit<DaySettings, "agents" | "startsAt" | "minutes"> = {
  fromMinute: 8 * 60,
  opensAtMinute: 8 * 60,
  closesAtMinute: 20 * 60,
  conversationsPerHour: 60,
  curve: CURVE,
  beginnings: { inbound: 40, outbound: 8, chat: 24, offer: 8, messaging: 20 },
  queues: QUEUES,
  capacity: { call: 1, chat: 2, messaging: 3 },
  patienceMs: { call: 180_000, chat: 150_000, messaging: 600_000 },
  ringMs: 4_000,
  transferShare: 0.12,
  toAgentShare: 0.4,
  endings: { customer: 55, agent: 42, system: 3 },
  forgetShare: 0.06,
  lateShare: 0.4,
  answeredShare: 0.65,
  visitsPerConversation: 3,
  ids: { same: 4, ref: 3, linked: 3 },
  people: 500,
  knownShare: 0.6,
  formShare: 0.5,
  fromPageShare: 0.15,
  codeShare: 0.5,
  origin: "http://localhost:3000",
};

/** Agents of each queue by its load in Erlang: how many conversations are with an agent at once. One in three helps out in the next queue. */
function staff({ queues, beginnings, conversationsPerHour, capacity }: Omit<DaySettings, "agents">): AgentSettings[] {
  const weights = queues.reduce((sum, { weight }) => sum + weight, 0);
  const { inbound, outbound, chat, offer, messaging } = beginnings;
  const all = inbound + outbound + chat + offer + messaging;
  const channels: [Channel, number][] = [["call", inbound + outbound], ["chat", chat + offer], ["messaging", messaging]];
  const numbers = queues.map(({ weight, handlingMs, afterCallMs }) => {
    const perHour = (conversationsPerHour * PEAK * weight) / weights;
    const load = channels.reduce((sum, [channel, share]) => sum + (((perHour * share) / all) * MEAN_OF_MEDIAN * (handlingMs[channel] + afterCallMs)) / HOUR_MS / capacity[channel], 0);
    return Math.max(2, Math.ceil(load / OCCUPANCY));
  });
  const queueOf = numbers.flatMap((count, i) => Array.from({ length: count }, () => i));
  return queueOf.map((queue, i) => {
    const own = queues[queue]!.name;
    const next = queues[(queue + 1) % queues.length]!.name;
    return { name: nameOf(i), queues: i % 3 === 0 && next !== own ? [own, next] : [own], shift: SHIFTS[i % SHIFTS.length]! };
  });
}

/** Different names for a few hundred agents, and then with a number. */
function nameOf(i: number): string {
  const names = GIVEN.length * FAMILY.length;
  // The lists' lengths have no common factor, so that all pairs come before one comes again.
  const name = `${GIVEN[i % GIVEN.length]} ${FAMILY[i % FAMILY.length]}`;
  return i < names ? name : `${name} ${Math.floor(i / names) + 1}`;
}
