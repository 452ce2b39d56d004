/** What is remembered of a person besides their marks: what rules have decided for them already, and what became of offers. */
import type { ActionBlocked, ActionQualified, BlockedReason, OfferAction, OfferChannel, OfferState, OutcomeAchieved, SegmentMatched } from "../../protocol/rules";
import type { StoredEvent } from "../../protocol/event";

/** An offer and how far it is. */
export interface Offer {
  /** Id of its `action.qualified`. */
  id: string;
  map: string;
  channel: OfferChannel;
  session: string;
  state: OfferState;
  /** When it came to that. */
  at: number;
  expiresAt: number;
}

export interface Memory {
  /** Segments that were matched: when, until when, and in which visit. */
  segments: { [id: string]: { at: number; until?: number; session?: string } };
  /** Outcomes by the last visits that they were achieved in. */
  outcomes: { [id: string]: string[] };
  /** Of each map: whether its condition held when it was last looked at, when it last acted and in which visit, what it waits for, and which reasons of which visit were told. */
  maps: {
    [id: string]: {
      held: boolean;
      actedAt?: number;
      session?: string;
      /** To act not before this moment, page or visit. */
      waits?: { until?: number; page?: string; session?: string };
      blocked?: { session: string; reasons: BlockedReason[] };
    };
  };
  /** Newest first, as many as caps need. */
  offers: Offer[];
  /** When a conversation of theirs last ended, by channel. */
  conversations: { [channel: string]: number };
}

/** What was decided: an event to be, whose id is made of `key` and of whom it is about, so that it is stored once. */
export type Decision = { key: string; session?: string } & (
  | { type: "segment.matched"; data: SegmentMatched }
  | { type: "outcome.achieved"; data: OutcomeAchieved }
  | { type: "action.qualified"; data: ActionQualified & { action?: OfferAction } }
  | { type: "action.blocked"; data: ActionBlocked & { offer?: string } }
);

/** What a page or server has said that changes the memory: what became of an offer, that a conversation ended, a segment of the server's own. */
export type Word = Pick<StoredEvent, "id" | "type" | "at" | "data" | "session">;
