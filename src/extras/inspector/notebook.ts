/** Remembers what a developer wants to see: the last events and what became of them, the collector's answers, what rules decided. */
import type { Answer, ConversationData } from "../../protocol/event";
import type { PageEvent } from "../../sdk/types";

/** One thing that happened, newest first in every list. */
export interface Line {
  at: number;
  text: string;
}

export interface Notebook {
  /** Takes an event as the page's listeners get it, once. */
  see(event: PageEvent): void;
  /** Takes what the tracker tells developers: of a batch its rows and what became of it. */
  hear(said: unknown[], now: number): void;
  events(): Line[];
  answers(): Line[];
  /** Segments and outcomes. */
  matched(): Line[];
  /** Action maps that acted, or did not and why, and what became of offers. */
  offers(): Line[];
  /** Vendors whose widgets are there. */
  widgets(): string[];
}

/** Most lines of a list. */
const LINES = 20;
/** Most events that are remembered. */
const EVENTS = 200;

type Said = { [name: string]: unknown };

/** What is worth a look of an event's data; who somebody is, is not. */
function noteOf({ type, data }: PageEvent): string {
  const { name, reason, type: kind, value, vendor, channel, queue, map, title } = data as Said & ConversationData;
  const told = /^action/.test(type) ? [name, kind, reason] : /^(segment|outcome)/.test(type) ? [name, value] : /^(conversation|content)/.test(type) ? [channel, vendor, queue, map] : [vendor, /^page/.test(type) && title];
  return told.filter(Boolean).join(", ");
}

/** What the tracker tells of an answer by names that it keeps: there is neither where nobody answered. */
interface Outcome {
  status?: number;
  text?: string;
}

/** What became of each row of a batch. */
function answersOf(rows: { id: string }[], { status = 0, text = "" }: Outcome): { summary: string; of(id: string): string } {
  let answer: Partial<Answer> = {};
  try {
    answer = JSON.parse(text) as Answer;
  } catch {
    // Nobody answered, or somebody else.
  }
  const { accepted, duplicates, rejected = [], push = [] } = answer;
  const isStored = status === 202;
  const failure = status ? `answered ${status}` : "no answer";
  const count = rows.length === 1 ? "1 event" : `${rows.length} events`;
  const details = `${accepted} accepted, ${duplicates} duplicates, ${rejected.length} rejected${push.length ? `, ${push.length} decided` : ""}`;
  return {
    summary: isStored ? `${status}: ${count}, ${details}` : `${failure}: ${count}`,
    of: (id) => (isStored ? (rejected.find((one) => one.id === id)?.reason ?? "stored") : failure),
  };
}

export function createNotebook(): Notebook {
  const events: PageEvent[] = [];
  const answers: Line[] = [];
  const became = new Map<string, string>();
  const lines = (isMeant: RegExp, tell: (event: PageEvent) => string): Line[] =>
    events.filter(({ type }) => isMeant.test(type)).slice(0, LINES).map((event) => ({ at: event.at, text: tell(event) }));
  const withNote = (event: PageEvent) => [event.type, noteOf(event)].filter(Boolean).join(": ");
  return {
    see(event) {
      if (events.some(({ id }) => id === event.id)) return;
      events.unshift(event);
      events.length = Math.min(events.length, EVENTS);
    },
    hear([rows, outcome], now) {
      // Developers are told other things as well.
      if (!Array.isArray(rows) || !rows[0]?.id || !outcome) return;
      const { summary, of } = answersOf(rows as { id: string }[], outcome);
      answers.unshift({ at: now, text: summary });
      answers.length = Math.min(answers.length, LINES);
      for (const { id } of rows as { id: string }[]) became.set(id, of(id));
    },
    // What is told by the collector is not sent to it.
    events: () => lines(/./, (event) => `${withNote(event)}${event.url ? ` (${became.get(event.id) ?? "waits"})` : ""}`),
    answers: () => answers,
    matched: () => lines(/^(segment|outcome)\./, withNote),
    offers: () => lines(/^(action|content)\.|^conversation\.(offered|accepted|declined|ignored|expired|failed)$/, withNote),
    widgets: () => [...new Set(events.flatMap(({ type, data }) => (type === "widget.found" ? [data.vendor as string] : [])))],
  };
}
