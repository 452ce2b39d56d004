/** Gives each step of a journey its icon: by what it is, and where it is of a conversation by the channel. */
import type { Step } from "../../protocol/card";
import { Badge, colorOf } from "../color";
import { Drawing, type DrawingName } from "../icon";

const STEPS: { [type: string]: DrawingName } = {
  "session.started": "arrival",
  "page.viewed": "page",
  "search.performed": "search",
  "form.submitted": "form",
  "form.abandoned": "unfinished",
  "element.clicked": "pointer",
  "link.clicked": "pointer",
  "visitor.idled": "moon",
  "identity.claimed": "person",
  "identity.matched": "people",
  "identity.verified": "shield",
  "identity.rejected": "stranger",
  "identity.undone": "undo",
  "identity.reset": "exit",
  "contact.noted": "note",
  "consent.changed": "consent",
  "widget.found": "window",
  "conversation.offered": "offer",
  "conversation.accepted": "yes",
  "conversation.declined": "no",
  "conversation.ignored": "ignored",
  "conversation.expired": "late",
  "conversation.failed": "failed",
  "conversation.opened": "window",
  "conversation.resumed": "window",
  "conversation.started": "bubble",
  "conversation.routed": "queue",
  "conversation.connected": "headset",
  "conversation.transferred": "transfer",
  "conversation.message_sent": "sent",
  "conversation.message_received": "received",
  "conversation.ended": "stop",
  "conversation.linked": "link",
  "conversation.unlinked": "undo",
  "conversation.wrapped_up": "tag",
  "conversation.noted": "note",
  "content.offered": "offer",
  "content.accepted": "yes",
  "content.declined": "no",
  "content.ignored": "ignored",
  "content.expired": "late",
  "content.failed": "failed",
  "queue.changed": "crowd",
  "segment.matched": "flag",
  "outcome.achieved": "trophy",
  "action.qualified": "target",
  "action.blocked": "hand",
  "sdk.dropped": "warning",
  "sdk.degraded": "warning",
};

/** Where the channel says more than the state. */
const BY_CHANNEL: { [type: string]: { [channel: string]: DrawingName } } = {
  "conversation.started": { call: "handset", messaging: "bubbles" },
  "conversation.ended": { call: "hungUp" },
};

/** Words that sites use for their own events, and what they are shown as. */
const OWN: [pattern: RegExp, drawing: DrawingName][] = [
  [/(cart|basket|product|checkout)/i, "cart"],
  [/(order|purchase|payment|invoice|paid)/i, "receipt"],
  [/(deliver|shipment|shipping|parcel)/i, "parcel"],
];

/** A site's own events share one icon, unless their name says what they are about; and so does whatever the future brings. */
export function drawingOf(type: string, channel?: unknown): DrawingName {
  const byChannel = Object.hasOwn(BY_CHANNEL, type) ? BY_CHANNEL[type]! : {};
  if (typeof channel === "string" && Object.hasOwn(byChannel, channel)) return byChannel[channel]!;
  if (Object.hasOwn(STEPS, type)) return STEPS[type]!;
  return OWN.find(([pattern]) => pattern.test(type))?.[1] ?? "bolt";
}

/** A segment's icon has the segment's colour. */
export function StepIcon({ step }: { step: Step }) {
  const drawing = <Drawing name={drawingOf(step.type, step.data.channel)} />;
  const color = step.type === "segment.matched" && colorOf(step.data.color);
  return color ? <Badge color={color}>{drawing}</Badge> : drawing;
}
