/** Says in words why events were lost, why storage failed, or why an action map did not act. */
import type { BlockedReason } from "../protocol/rules";

const DROPPED: { [reason: string]: string } = {
  full: "the outbox was full",
  refused: "the collector refused the batch",
  too_large: "too large to send",
  other: "for another reason",
};

/** Words of the tracker and names of the browser's errors that mean the same to a person. */
const DEGRADED: { [reason: string]: string } = {
  blocked: "storage is blocked",
  SecurityError: "storage is blocked",
  full: "storage is full",
  QuotaExceededError: "storage is full",
  timeout: "storage did not answer",
  TimeoutError: "storage did not answer",
};

export const droppedBecause = (reason: string) => (Object.hasOwn(DROPPED, reason) && DROPPED[reason]) || "for another reason";
export const degradedBecause = (reason: string) => (Object.hasOwn(DEGRADED, reason) && DEGRADED[reason]) || "storage failed";
/** The collector's words for what is wrong with an event are nearly words already: `too_many_keys`. A copy is not wrong. */
export const refusedBecause = (reason: string) => (reason === "copy" ? "came a second time under another number" : reason.replace(/_/g, " "));

const BLOCKED: { [reason in BlockedReason]: string } = {
  page_conditions: "not on this page",
  outside_schedule: "outside its times",
  frequency_cap: "to be left alone for now",
  no_agents: "no agent was free",
  existing_offer: "another offer was open",
  outweighed: "another offer was heavier",
  control_group: "in the control group",
  consent: "no consent to messages",
  no_widget: "no chat of this kind on the page",
  page_left: "the page was left before",
  expired: "it came too late",
};
export const blockedBecause = (reason: string) => (Object.hasOwn(BLOCKED, reason) && BLOCKED[reason as BlockedReason]) || reason.replace(/_/g, " ");
