/** What is remembered of a person besides their marks: what rules have decided for them already, and what became of offers. */
import type { ActionBlocked, ActionQualified, OfferAction, OfferChannel, OfferState, OutcomeAchieved, SegmentMatched } from "../../protocol/rules";
import type { StoredEvent } from "../../protocol/event";
import type { Visit } from "./moment";
import { ownOf } from "./records";

/** Most visits that are remembered of a person, those that began last: for one that began before them nothing is decided any more. */
export const VISITS = 3;

/** What ends an offer. */
export type OfferAnswer = Exclude<OfferState, "qualified" | "offered">;

/** An offer and how far it is. Open until it is answered or expires. */
export interface Offer {
  /** Id of its `action.qualified`. */
  id: string;
  map: string;
  channel: OfferChannel;
  session: string;
  /** When it was decided on. */
  at: number;
  expiresAt: number;
  /** When it was seen first, as far as the page has told. */
  shownAt?: number;
  /** The earliest word that ends it, and the id of that word's event. */
  answer?: { state: OfferAnswer; at: number; word: string };
  /** It expired unseen, and that was told. */
  over?: true;
}

/** A map that is to act later. Without `until` and `page`: it could not act, for a reason that can pass. */
export interface Wait {
  /** What it acts for, which makes the key of its decision: an event, `""` for a person, or, as by default, the visit in which it came to wait. */
  of?: string;
  /** Not before this moment. */
  until?: number;
  /** Not before the next page. */
  page?: true;
  /** Of what waits outside of visits: the visit in which it came to wait. */
  session?: string;
  /** Not before another visit than that, which began no earlier. */
  since?: number;
}

/** What was decided in one visit. */
export interface VisitMemory {
  session: string;
  startedAt: number;
  /** Segments of the visit, and until when: `null` as long as the visit goes on. */
  segments: { [id: string]: number | null };
  outcomes: string[];
  /** Of each map `HELD`, `ACTED` and `toldBit` of each reason, added up; none of them, and it is not here. */
  maps: { [id: string]: number };
  waits: { [map: string]: Wait };
}

/** The map's condition held when it was last looked at. */
export const HELD = 1;
/** It has acted, or has come to wait for another visit. */
export const ACTED = 2;

/** Stored as JSON for every person, so it holds what has happened and nothing else. */
export interface Memory {
  /** Segments of the person: since when, and until when. */
  segments: { [id: string]: { at: number; until?: number } };
  /** Outcomes that held when anything of the person was last looked at, in whatever visit. */
  outcomes: string[];
  /** Of maps that need no page the same. */
  held: string[];
  /** Maps that act once for a person, and have. */
  acted: string[];
  /** Maps that wait for another visit; and those that need no page, for their moment. */
  waits: { [map: string]: Wait };
  /** Those that began last first. */
  visits: VisitMemory[];
  /** Newest first, as many as caps need. */
  offers: Offer[];
  /** When a conversation of theirs last ended. */
  conversations: { chat?: number; messaging?: number };
}

/** Of somebody for whom nothing was decided yet. */
export const NO_MEMORY: Memory = { segments: {}, outcomes: [], held: [], acted: [], waits: {}, visits: [], offers: [], conversations: {} };

/** Begins the id of every event that rules have made. */
export const BY_RULES = "rule-";

/** What was decided: an event to be, whose id is made of `key` and of whom it is about, so that it is stored once. */
export type Decision = { key: string; session?: string } & (
  | { type: "segment.matched"; data: SegmentMatched }
  | { type: "outcome.achieved"; data: OutcomeAchieved }
  | { type: "action.qualified"; data: ActionQualified & { action?: OfferAction } }
  | { type: "action.blocked"; data: ActionBlocked & { offer?: string } }
);

/** What a page or server has said that changes the memory: what became of an offer, that a conversation ended, a segment of the server's own. */
export type Word = Pick<StoredEvent, "id" | "type" | "at" | "data" | "session" | "source">;

const isHeld = (until: number | null | undefined, now: number) => until === null || until === undefined || now < until;

/** Segments that somebody is in, for the next question. */
export function segmentsOf(memory: Memory, visit: Pick<Visit, "session"> | undefined, now: number): Set<string> {
  const own = visit && memory.visits.find(({ session }) => session === visit.session);
  return new Set([
    ...Object.entries(memory.segments).filter(([, { until }]) => isHeld(until, now)),
    ...Object.entries(own?.segments ?? {}).filter(([, until]) => isHeld(until, now)),
  ].map(([id]) => id));
}

/** Outcomes that a visit has achieved, for the next question. */
export function outcomesOf(memory: Memory, visit: Pick<Visit, "session"> | undefined): Set<string> {
  return new Set(visit && memory.visits.find(({ session }) => session === visit.session)?.outcomes);
}

/** Is somebody in this segment of theirs? */
export function isInSegment(memory: Pick<Memory, "segments">, id: string, now: number): boolean {
  const known = ownOf(memory.segments, id);
  return known !== undefined && isHeld(known.until, now);
}
