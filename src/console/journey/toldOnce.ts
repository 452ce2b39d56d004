/** Shows once what a page saw and the contact centre told as well: both speak of one conversation, and a moment of it is one step. */
import type { Step } from "../../protocol/card";
import { conversationOf } from "./conversationOf";

/** What both tell of. */
const TOLD_BY_BOTH = new Set(["conversation.started", "conversation.routed", "conversation.connected", "conversation.ended"]);
/** Their clocks and their ways differ by so much at most. */
const APART_MS = 60_000;

/**
 * Leaves out what a page saw where the contact centre or an agent tells the same of the same conversation at about that time.
 *
 * @param steps in order
 * @returns in order; what stays of two knows the visit that the other happened in
 */
export function toldOnce(steps: readonly Step[]): Step[] {
  const facts = new Map<string, Step[]>();
  for (const step of steps) {
    const key = keyOf(step);
    if (key !== undefined && step.source !== "page") facts.set(key, [...(facts.get(key) ?? []), step]);
  }
  const sessions = new Map<string, string>();
  const left = new Set<Step>();
  for (const step of steps) {
    const key = step.source === "page" ? keyOf(step) : undefined;
    const same = key === undefined ? undefined : facts.get(key)?.find((fact) => !sessions.has(fact.id) && isSame(step, fact));
    if (!same) continue;
    left.add(step);
    sessions.set(same.id, step.session ?? "");
  }
  return steps.filter((step) => !left.has(step)).map((step) => {
    const session = step.session ?? sessions.get(step.id);
    return session ? { ...step, session } : step;
  });
}

function keyOf(step: Step): string | undefined {
  const conversation = TOLD_BY_BOTH.has(step.type) ? conversationOf(step) : undefined;
  return conversation === undefined ? undefined : `${step.type} ${conversation}`;
}

/** What one of them does not say it does not deny. */
function isSame(seen: Step, fact: Step): boolean {
  const agrees = (name: "agent" | "queue" | "by") => seen.data[name] === undefined || fact.data[name] === undefined || seen.data[name] === fact.data[name];
  return Math.abs(seen.at - fact.at) <= APART_MS && agrees("agent") && agrees("queue") && agrees("by");
}
