/** Rules to begin with: each is useful as it is, and says what to change. */
import { words } from "../words/pageWords";
import type { AnyRule, Kind } from "./draft";

export interface Template {
  kind: Kind;
  /** What it is for. */
  says: string;
  rule: AnyRule;
}

const page = (start: string) => ({ field: "page.path", is: "startsWith", value: start }) as const;

/** In the language of the console: what visitors are offered is for whoever makes the rule to write. */
export function templates(): readonly Template[] {
  const { gaveUp, checkout, unfinished, vip, newsletter, comesBack, sale } = words.rules.templates;
  return [
    {
      kind: "actionMaps",
      says: gaveUp.says,
      rule: {
        id: "", name: gaveUp.name,
        when: {
          all: [
            { event: "conversation.ended", where: { all: [{ field: "abandoned", is: "equal", value: true }, { field: "queue", is: "equal", value: "Sales" }] }, atLeast: 2, inLast: "7d", of: "contact" },
            page("/pricing"),
          ],
        },
        action: { type: "chat", title: gaveUp.title, text: gaveUp.text, queue: "Sales" },
      },
    },
    {
      kind: "actionMaps",
      says: checkout.says,
      rule: {
        id: "", name: checkout.name,
        when: { event: "page.viewed", where: { field: "path", is: "startsWith", value: "/checkout" }, lasting: "60s" },
        pages: { all: [page("/checkout")] },
        action: { type: "chat", text: checkout.text },
      },
    },
    {
      kind: "actionMaps",
      says: unfinished.says,
      rule: { id: "", name: unfinished.name, when: { event: "form.abandoned" }, after: "next_page", action: { type: "messaging", text: unfinished.text } },
    },
    {
      kind: "actionMaps",
      says: vip.says,
      rule: { id: "", name: vip.name, when: { field: "contact.traits.vip", is: "equal", value: ["true", "yes"] }, action: { type: "tag", tag: "VIP" } },
    },
    {
      kind: "segments",
      says: newsletter.says,
      rule: { id: "", name: newsletter.name, of: "session", color: "#7b3fb5", when: { field: "session.campaign.source", is: "equal", value: "newsletter", ignoreCase: true } },
    },
    {
      kind: "segments",
      says: comesBack.says,
      rule: { id: "", name: comesBack.name, of: "contact", color: "#c2571a", when: { event: "session.started", atLeast: 2, inLast: "30d" } },
    },
    {
      kind: "outcomes",
      says: sale.says,
      rule: { id: "", name: sale.name, when: { event: "conversation.wrapped_up", where: { all: [{ field: "code", is: "equal", value: "sale", ignoreCase: true }] } } },
    },
  ];
}

/** A rule that is nothing yet. */
export function blank(): { [kind in Kind]: AnyRule } {
  const { newMap, newSegment, newOutcome } = words.rules.templates;
  return {
    actionMaps: { id: "", name: newMap, when: { all: [{ event: "page.viewed" }] }, action: { type: "chat", text: "" } },
    segments: { id: "", name: newSegment, of: "session", color: "#2b63dd", when: { all: [{ event: "page.viewed" }] } },
    outcomes: { id: "", name: newOutcome, when: { all: [{ event: "conversation.wrapped_up" }] } },
  };
}
