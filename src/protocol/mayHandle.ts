/** Which conversations somebody sees and works with: the one rule of own queues, which the collector asks wherever a conversation is read or acted on. */
import type { Speaker } from "./roles";

/** Somebody who asks for conversations. */
export interface Handler {
  role: Speaker;
  /** Their name, as cards show it. */
  agent?: string;
  /** The queues that they were given; all where none were set. An empty list is no queue at all. */
  queues?: readonly string[];
}

/** What the rule looks at: where a conversation has been, in order. */
export interface Handled {
  queues: readonly string[];
  agents: readonly string[];
}

/** The rule for one of them; nothing asks where somebody handles all. */
export type Handles = (conversation: Handled) => boolean;

/** Whoever leads, sets up or watches over others' work sees all of it, whatever queues are set. */
const BOUND: ReadonlySet<Speaker> = new Set<Speaker>(["viewer", "agent"]);

/** Do queues that are set mean anything for this role? */
export const isBound = (role: Speaker): boolean => BOUND.has(role);

/**
 * May they see and act on this conversation?
 *
 * Theirs is what is in one of their queues now, what is in none yet, and what they were connected with or were given by name at
 * any time: who talked with somebody can look up what became of it. Names are compared letter by letter, as on cards.
 */
export function mayHandle({ role, agent, queues }: Handler, conversation: Handled): boolean {
  if (queues === undefined || !isBound(role)) return true;
  const current = conversation.queues[conversation.queues.length - 1];
  return current === undefined || queues.includes(current) || (agent !== undefined && conversation.agents.includes(agent));
}

/** @returns the rule for somebody; nothing where they handle all */
export function handlesOf(handler: Handler): Handles | undefined {
  return handler.queues !== undefined && isBound(handler.role) ? (conversation) => mayHandle(handler, conversation) : undefined;
}

/** Does somebody handle what is in this queue, by the queue alone? None is a conversation that is in none yet. */
export const isOwnQueue = (handles: Handles, queue: string | undefined): boolean => handles({ queues: queue === undefined ? [] : [queue], agents: [] });
