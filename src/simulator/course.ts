/** The course of one conversation in the contact centre: from its queue to an agent, perhaps to another, to its end and wrap-up. */
import type { Channel, ConversationData, ConversationState, Party } from "../protocol/event";
import { WRAP_UP_MINUTES } from "../protocol/limits";
import type { Agenda } from "./agenda";
import type { Agent, Floor } from "./floor";
import type { Random } from "./random";
import type { DaySettings, QueueSettings } from "./settings";

type Say = (state: ConversationState, data?: Partial<ConversationData>) => void;

/** One conversation, with those who can tell of it. */
export interface Talk {
  channel: Channel;
  queue: QueueSettings;
  random: Random;
  /** What the contact centre reports. */
  report: Say;
  /** What the visitor's page sees of it, if it began in one. */
  witness?: Say;
  /** The customer is free to go on. */
  over?: () => void;
}

export interface Course {
  /** Goes to its queue. */
  route(talk: Talk): void;
  /** The agent has the customer on the line. */
  connect(talk: Talk, agent: Agent): void;
  /** What an agent does when a conversation is over, or was none. */
  wrapUp(talk: Talk, agent: Agent, code?: string): void;
}

export interface CourseDependencies {
  agenda: Agenda;
  floor: Floor;
  settings: DaySettings;
  minuteOfDay: () => number;
}

const MOST_TRANSFERS = 3;
/** A page sees an agent join, or leave, so much later than the contact centre: half of all. */
const WITNESS_MS = 700;
/** Between two messages of a chat: half of all. */
const MESSAGE_MS = 50_000;
/** Customers in a queue who are lost to a fault. */
const FAULT_SHARE = 0.01;

export function createCourse({ agenda, floor, settings, minuteOfDay }: CourseDependencies): Course {
  const { queues, patienceMs, ringMs, transferShare, toAgentShare, endings, forgetShare, lateShare, closesAtMinute } = settings;
  const transfers = new WeakMap<Talk, number>();

  const see = ({ random, witness }: Talk, state: ConversationState, data?: Partial<ConversationData>) =>
    witness && agenda.after(random.around(WITNESS_MS), () => witness(state, data));

  const end = (talk: Talk, by: Party) => {
    talk.report("ended", { by });
    // A widget knows its own visitor's end; of another it sees only that it is over.
    see(talk, "ended", by === "customer" ? { by } : {});
    talk.over?.();
  };

  const wait = (talk: Talk) => {
    const { channel, queue, random } = talk;
    const leave = floor.join({ channel, queue: queue.name, serve: (agent) => agenda.after(random.around(ringMs), () => connect(talk, agent)) });
    const isFault = random.chance(FAULT_SHARE);
    agenda.after(random.wait(patienceMs[channel]), () => leave() && end(talk, isFault ? "system" : "customer"));
    agenda.after((closesAtMinute - minuteOfDay()) * 60_000, () => leave() && end(talk, "system"));
  };

  const wrapUp = (talk: Talk, agent: Agent, code?: string) => {
    const { random, queue, report } = talk;
    const given = code ?? random.weigh(queue.codes);
    const forgets = code === undefined && random.chance(forgetShare);
    agenda.after(random.around(queue.afterCallMs), () => {
      if (!forgets) report("wrapped_up", { agent: agent.name, code: given });
      else if (random.chance(lateShare)) agenda.after(WRAP_UP_MINUTES * 60_000 + random.around(600_000), () => report("wrapped_up", { agent: agent.name, code: given }));
      floor.release(agent);
    });
  };

  const chat = (talk: Talk, untilMs: number) => {
    const { witness, random } = talk;
    if (!witness) return;
    const next = () => {
      const ms = random.around(MESSAGE_MS);
      if (agenda.now() + ms >= untilMs) return;
      agenda.after(ms, () => {
        witness(random.chance(0.5) ? "message_sent" : "message_received");
        next();
      });
    };
    next();
  };

  /** Hands the customer on; the agent ends their own part of it. */
  const transfer = (talk: Talk, agent: Agent) => {
    const { random, channel, report } = talk;
    transfers.set(talk, (transfers.get(talk) ?? 0) + 1);
    talk.queue = random.pick(queues.filter(({ name }) => name !== talk.queue.name));
    const other = random.chance(toAgentShare) ? floor.claim(talk.queue.name, channel) : undefined;
    report("transferred", { queue: talk.queue.name, ...(other && { agent: other.name }) });
    wrapUp(talk, agent, "Transferred");
    if (other) agenda.after(random.around(ringMs), () => connect(talk, other));
    else wait(talk);
  };

  const connect = (talk: Talk, agent: Agent) => {
    const { random, channel, queue, report } = talk;
    report("connected", { agent: agent.name, queue: queue.name });
    see(talk, "connected", { agent: agent.name });
    const ms = random.around(queue.handlingMs[channel]);
    chat(talk, agenda.now() + ms);
    agenda.after(ms, () => {
      if (queues.length > 1 && (transfers.get(talk) ?? 0) < MOST_TRANSFERS && random.chance(transferShare)) return transfer(talk, agent);
      end(talk, random.weigh(Object.entries(endings) as [Party, number][]));
      wrapUp(talk, agent);
    });
  };

  return {
    connect,
    wrapUp,
    route(talk) {
      talk.report("routed", { queue: talk.queue.name });
      wait(talk);
    },
  };
}
