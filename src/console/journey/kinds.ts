/** Sorts steps into the few kinds that agents choose by. */
import type { Step } from "../../protocol/card";

/** In the order in which they are offered. */
export const KINDS = ["pages", "forms", "identity", "offers", "conversation", "custom"] as const;
export type Kind = (typeof KINDS)[number];

const OF: { [type: string]: Kind } = {
  "session.started": "pages", "page.viewed": "pages", "visitor.idled": "pages", "element.clicked": "pages", "link.clicked": "pages", "widget.found": "pages",
  "form.submitted": "forms", "form.abandoned": "forms", "search.performed": "forms",
  "consent.changed": "identity", "contact.noted": "identity",
  "conversation.offered": "offers", "conversation.accepted": "offers", "conversation.declined": "offers",
  "conversation.ignored": "offers", "conversation.expired": "offers", "conversation.failed": "offers",
  "queue.changed": "offers",
};
const BY_NOUN: { [noun: string]: Kind } = { identity: "identity", content: "offers", segment: "offers", outcome: "offers", action: "offers", conversation: "conversation" };

/** A site's own events, and whatever the future brings, are `custom`. */
export function kindOf(type: string): Kind {
  if (Object.hasOwn(OF, type)) return OF[type]!;
  const noun = type.split(".")[0]!;
  return (type.includes(".") && Object.hasOwn(BY_NOUN, noun) && BY_NOUN[noun]) || "custom";
}

/** How many steps there are of each. */
export function countKinds(steps: readonly Step[]): { [kind in Kind]: number } {
  const counts = { pages: 0, forms: 0, identity: 0, offers: 0, conversation: 0, custom: 0 };
  for (const { type } of steps) counts[kindOf(type)]++;
  return counts;
}
