/** Rule sets for tests of what is done with them: sound ones, and one that is not. */
import type { ActionMap, Outcome, RuleSet, Segment } from "../../../src/protocol/rules";

export const aSegment = (more: Partial<Segment> = {}): Segment =>
  ({ id: "shopper", name: "Looks at prices", of: "session", color: "#2266cc", when: { event: "page.viewed", where: { field: "path", is: "startsWith", value: "/pricing" } }, ...more });
export const anOutcome = (more: Partial<Outcome> = {}): Outcome =>
  ({ id: "sale", name: "Sale", when: { event: "conversation.wrapped_up", where: { field: "code", is: "equal", value: "sale", ignoreCase: true } }, ...more });
export const aMap = (more: Partial<ActionMap> = {}): ActionMap =>
  ({ id: "invite", name: "Invite shoppers", when: { segment: "shopper" }, action: { type: "chat", text: "May we help?" }, ...more });
export const aSet = (more: Partial<RuleSet> = {}): RuleSet => ({ segments: [aSegment()], outcomes: [anOutcome()], actionMaps: [aMap()], ...more });
export const BROKEN = { ...aSet(), segmants: [] };
