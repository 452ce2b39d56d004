/** Asks for a journey, from its end and page by page backwards, and puts the pages together. */
import type { ConversationCard, Journey, SessionCard, Step } from "../../protocol/card";
import type { Desk, Reply } from "../desk";
import { compareSteps, inOrder } from "./order";

/** Whose journey it is. */
export type Whose =
  | (Pick<SessionCard, "kind" | "id"> & { [key in "contact" | "visitor"]?: string | undefined })
  | (Pick<ConversationCard, "kind" | "id"> & { [key in "session" | "contact" | "visitor" | "who"]?: string | undefined });

/** How much of it. */
export type Scope = "session" | "conversation" | "contact" | "visitor";

/** What is held of the answer to one question. */
export interface Reel extends Journey {
  query: string;
}

/** The scopes that there are for a card; the first is shown at first. */
export function scopesOf(card: Whose): Scope[] {
  const who = (card.kind === "conversation" && card.who) || card.visitor;
  const person: Scope[] = card.contact ? ["contact"] : who ? ["visitor"] : [];
  if (card.kind === "session") return ["session", ...person];
  return card.session ? ["session", "conversation", ...person] : ["conversation", ...person];
}

/** What is asked for. A conversation's visit comes with the conversation, which may have gone on in another. */
export function queriesOf(card: Whose, scope: Scope): string[] {
  const ask = (of: Scope, id = "") => `${of}=${encodeURIComponent(id)}`;
  if (scope === "contact") return [ask("contact", card.contact)];
  if (scope === "visitor") return [ask("visitor", (card.kind === "conversation" && card.who) || card.visitor)];
  if (card.kind === "session") return [ask("session", card.id)];
  return [ask("conversation", card.id), ...(scope === "session" ? [ask("session", card.session)] : [])];
}

/** The newest steps. Half a journey is none. */
export async function loadSteps(desk: Pick<Desk, "ask">, queries: string[]): Promise<Reply<Reel[]>> {
  return together(await Promise.all(queries.map((query) => ask(desk, query))));
}

/** The steps before those that are held, where there are any. */
export async function loadEarlier(desk: Pick<Desk, "ask">, reels: Reel[]): Promise<Reply<Reel[]>> {
  return together(await Promise.all(reels.map(async (reel) => {
    if (reel.before === undefined) return { ok: true as const, body: reel };
    const reply = await ask(desk, reel.query, reel.before);
    return reply.ok ? { ok: true as const, body: { ...reply.body, steps: [...reply.body.steps, ...reel.steps] } } : reply;
  })));
}

/** What is held when the newest steps have come again: those before them stay, and the others are what the answer says. */
export function renew(held: Reel[] | undefined, fresh: Reel[]): Reel[] {
  return fresh.map((reel) => {
    const known = held?.find(({ query }) => query === reel.query);
    const [first] = reel.steps;
    if (!known || !first || !reel.earlier) return reel;
    const before = known.steps.filter((step) => compareSteps(step, first) < 0);
    return before.length ? { ...known, steps: [...before, ...reel.steps] } : reel;
  });
}

/** All that may be shown, oldest first: where one answer does not reach back as far as another, there would be a hole. */
export function joined(reels: readonly Reel[]): { steps: Step[]; earlier: number } {
  const all = inOrder(reels.flatMap(({ steps }) => steps));
  const from = Math.max(0, ...reels.map(({ steps, earlier }) => (earlier && steps[0] ? steps[0].at : 0)));
  const steps = all.filter(({ at }) => at >= from);
  // A visit's journey has its conversation's steps, so that they are not counted twice.
  return { steps, earlier: Math.max(0, ...reels.map(({ earlier }) => earlier)) + all.length - steps.length };
}

async function ask(desk: Pick<Desk, "ask">, query: string, before?: string): Promise<Reply<Reel>> {
  const reply = await desk.ask<Journey>(`/v1/journey?${query}${before === undefined ? "" : `&before=${before}`}`);
  return reply.ok ? { ok: true, body: { ...reply.body, query } } : reply;
}

function together(replies: Reply<Reel>[]): Reply<Reel[]> {
  const reels: Reel[] = [];
  for (const reply of replies) {
    if (!reply.ok) return reply;
    reels.push(reply.body);
  }
  return { ok: true, body: reels };
}
