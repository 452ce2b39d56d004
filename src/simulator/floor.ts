/** The contact centre's floor: who waits in which queue, which agent is free, and who is with whom. */
import type { Channel } from "../protocol/event";
import type { AgentSettings, DaySettings } from "./settings";

export interface Agent extends AgentSettings {
  /** What they have: so many conversations, all of one channel. */
  channel?: Channel | undefined;
  count: number;
  /** Since when they have nothing, by the day's clock. */
  idleAt: number;
}

export interface Waiting {
  channel: Channel;
  queue: string;
  /** There is an agent now, who has it from here on. */
  serve(agent: Agent): void;
}

export interface Floor {
  /**
   * Waits for an agent of the queue, who may be there at once.
   *
   * @returns the way out of the queue, which says whether one was still in it
   */
  join(waiting: Waiting): () => boolean;
  /** An agent who could take such a conversation, the one who has had nothing for longest; they have it from here on. */
  claim(queue: string, channel: Channel): Agent | undefined;
  /** An agent has done with one. */
  release(agent: Agent): void;
  /** Agents whose shift begins look who waits. */
  look(): void;
}

export interface FloorDependencies extends Pick<DaySettings, "agents" | "capacity"> {
  now: () => number;
  minuteOfDay: () => number;
}

export function createFloor({ agents: settings, capacity, now, minuteOfDay }: FloorDependencies): Floor {
  const agents: Agent[] = settings.map((agent) => ({ ...agent, count: 0, idleAt: 0 }));
  /** In the order in which they came. */
  const line = new Set<Waiting>();
  /** Agents by their queues. */
  const crews = new Map<string, Agent[]>();
  for (const agent of agents) for (const queue of agent.queues) crews.set(queue, [...(crews.get(queue) ?? []), agent]);

  const isHere = ({ shift }: Agent) => minuteOfDay() >= shift.fromMinute && minuteOfDay() < shift.toMinute;
  const hasRoom = (agent: Agent, channel: Channel) => agent.count === 0 || (agent.channel === channel && agent.count < capacity[channel]);
  // Nobody gets a second one while another has none.
  const isFreer = (a: Agent, b: Agent) => a.count < b.count || (a.count === b.count && a.idleAt < b.idleAt);

  const claim: Floor["claim"] = (queue, channel) => {
    let found: Agent | undefined;
    for (const agent of crews.get(queue) ?? []) if (hasRoom(agent, channel) && (!found || isFreer(agent, found)) && isHere(agent)) found = agent;
    if (found) {
      found.count++;
      found.channel = channel;
    }
    return found;
  };

  const look = () => {
    for (const waiting of line) {
      const agent = claim(waiting.queue, waiting.channel);
      if (!agent) continue;
      line.delete(waiting);
      waiting.serve(agent);
    }
  };

  return {
    claim,
    look,
    join(waiting) {
      line.add(waiting);
      // Nobody is free for who came before; there may be somebody for this one, of another queue.
      const agent = claim(waiting.queue, waiting.channel);
      if (agent) {
        line.delete(waiting);
        waiting.serve(agent);
      }
      return () => line.delete(waiting);
    },
    release(agent) {
      agent.count--;
      if (agent.count === 0) {
        agent.channel = undefined;
        agent.idleAt = now();
      }
      if (!isHere(agent)) return;
      // Who waits longest and fits is next; after a call there may be room for two chats.
      for (const waiting of line) {
        if (!hasRoom(agent, waiting.channel) || !agent.queues.includes(waiting.queue)) continue;
        line.delete(waiting);
        agent.count++;
        agent.channel = waiting.channel;
        waiting.serve(agent);
      }
    },
  };
}
