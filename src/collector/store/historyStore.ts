/** What the store promises of past days, as far as rules are concerned: what they did, and what happened to whom. Whatever takes long lets others be served meanwhile. */
import type { MapReport, RuleKind, RuleTally } from "../../protocol/ruleAnswers";
import type { StoredEvent } from "../../protocol/event";
import type { Person } from "../rules/moment";

/** A span of time; its end is not included. */
export interface RuleSpan {
  site: string;
  from: number;
  until: number;
}

export interface DoneByRule {
  kind: RuleKind;
  id: string;
  /** As it was called last. */
  name: string;
  tally: RuleTally;
}

/** An event as it was stored; of a conversation with the id that the conversation goes by now. */
export interface PastEvent extends StoredEvent {
  belongs?: string;
  /** Whose journey it is in: the person's own, or that of another id of the same contact. */
  of: string;
}

/** What happened to one person, as far as the log has it. */
export interface Past {
  person: string;
  /** What the directory says of them now, where it is verified who they are. */
  known: Person | undefined;
  /** In the order in which they arrived; of very many the last. */
  events: PastEvent[];
}

/** Some of the people. */
export interface PeoplePage {
  people: string[];
  /** 0 to 1: how far all people are told of with these. */
  progress: number;
}

export interface RuleHistory {
  /** What became of each action map that has decided anything in that time, most qualified first. */
  mapReports(span: RuleSpan): Promise<MapReport[]>;
  /** What each rule has decided in that time. */
  doneByRules(span: RuleSpan): Promise<DoneByRule[]>;
  /** All of whom anything was heard since `from`, each once: visitors, customers of the contact centre, and conversations with nobody known. */
  pastPeople(span: RuleSpan): AsyncGenerator<PeoplePage>;
  past(query: { site: string; person: string; until: number }): Promise<Past>;
  /** When somebody became free for each queue, and when nobody was any more. */
  queueTurns(span: RuleSpan): Promise<Map<string, { at: number; agents: number }[]>>;
}
