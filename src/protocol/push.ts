/** What the collector tells a page: of its visitor's conversations, as the contact centre reports them, and what rules have decided. */
import type { Channel, ConversationState, Direction, Party } from "./event";
import type { ActionBlocked, ActionQualified, OfferAction, OutcomeAchieved, SegmentMatched } from "./rules";

/** The states that pages are told of; what a page can only have told itself is none of them. */
export const PUSHED_STATES = ["started", "routed", "connected", "transferred", "ended", "wrapped_up"] as const satisfies ConversationState[];
export type PushedState = (typeof PUSHED_STATES)[number];

/** What says more than that something happened: told only if the operator allows it. */
export const TELLABLE = ["queue", "agent", "code"] as const;
export type Tellable = (typeof TELLABLE)[number];

export interface Push {
  /** The event's own. */
  id: string;
  type: `conversation.${PushedState}`;
  /** Milliseconds since 1970 by the collector's clock. */
  at: number;
  data: { conversation: string; channel: Channel; direction?: Direction; vendor?: string; by?: Party } & { [field in Tellable]?: string };
}

interface Decided<Type extends string, Data> {
  id: string;
  type: Type;
  at: number;
  data: Data;
}
/** An offer to show: its id is the offer's. */
export type OfferPush = Decided<"action.qualified", ActionQualified & { action: OfferAction }>;
/** Segments and outcomes only where the rule says that pages may know. */
export type RulePush = OfferPush | Decided<"action.blocked", ActionBlocked> | Decided<"segment.matched", SegmentMatched> | Decided<"outcome.achieved", OutcomeAchieved>;

/** Everything that is new to a page, and the number of the log up to where it is: the next question begins there. */
export interface Pushes {
  n: number;
  pushes: Push[];
  /** What rules have decided and the page has not taken up yet, whenever that was; told in a frame `rule` each by streams. */
  rules?: RulePush[];
}
