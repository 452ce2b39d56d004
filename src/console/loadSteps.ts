/** Asks for a card's journey; that of a conversation begins with the visit it came out of. */
import type { ConversationCard, Journey, SessionCard, Step } from "../protocol/card";
import type { Desk, Reply } from "./desk";

/** Whose journey it is. */
export type Whose = Pick<SessionCard, "kind" | "id"> | Pick<ConversationCard, "kind" | "id" | "session">;

export async function loadSteps(desk: Pick<Desk, "ask">, card: Whose): Promise<Reply<Step[]>> {
  const visit = card.kind === "conversation" ? card.session : undefined;
  const wanted = [`${card.kind}=${encodeURIComponent(card.id)}`, ...(visit ? [`session=${encodeURIComponent(visit)}`] : [])];
  const replies = await Promise.all(wanted.map((query) => desk.ask<Journey>(`/v1/journey?${query}`)));

  // A step that both tell of is one step. Sorting keeps the collector's order among steps of one moment.
  const steps = new Map<string, Step>();
  for (const reply of replies.reverse()) {
    if (!reply.ok) return reply;
    for (const step of reply.body.steps) steps.set(step.id, step);
  }
  return { ok: true, body: [...steps.values()].sort((a, b) => a.at - b.at) };
}
