/** Rules to begin with: each is useful as it is, and says what to change. */
import type { AnyRule, Kind } from "./draft";

export interface Template {
  kind: Kind;
  /** What it is for. */
  says: string;
  rule: AnyRule;
}

const page = (start: string) => ({ field: "page.path", is: "startsWith", value: start }) as const;

export const TEMPLATES: readonly Template[] = [
  {
    kind: "actionMaps",
    says: "Who gave up waiting twice in a week and looks at prices is offered a chat.",
    rule: {
      id: "", name: "Chat for who gave up waiting",
      when: {
        all: [
          { event: "conversation.ended", where: { all: [{ field: "abandoned", is: "equal", value: true }, { field: "queue", is: "equal", value: "Sales" }] }, atLeast: 2, inLast: "7d", of: "contact" },
          page("/pricing"),
        ],
      },
      action: { type: "chat", title: "Sorry for the wait", text: "Shall we talk now? Somebody is here for you.", queue: "Sales" },
    },
  },
  {
    kind: "actionMaps",
    says: "Who looks at the checkout for a minute is offered a chat.",
    rule: {
      id: "", name: "Help at the checkout",
      when: { event: "page.viewed", where: { field: "path", is: "startsWith", value: "/checkout" }, lasting: "60s" },
      pages: { all: [page("/checkout")] },
      action: { type: "chat", text: "Is anything unclear? We are glad to help." },
    },
  },
  {
    kind: "actionMaps",
    says: "Who left a form unfinished is offered messaging on the next page.",
    rule: {
      id: "", name: "After an unfinished form",
      when: { event: "form.abandoned" },
      after: "next_page",
      action: { type: "messaging", text: "Write to us, and go on whenever it suits you." },
    },
  },
  {
    kind: "actionMaps",
    says: "Contacts whose trait “vip” is yes get a tag on their card.",
    rule: { id: "", name: "Tag VIPs", when: { field: "contact.traits.vip", is: "equal", value: ["true", "yes"] }, action: { type: "tag", tag: "VIP" } },
  },
  {
    kind: "segments",
    says: "Visitors who came from a campaign.",
    rule: { id: "", name: "From the newsletter", of: "session", color: "#7b3fb5", when: { field: "session.campaign.source", is: "equal", value: "newsletter", ignoreCase: true } },
  },
  {
    kind: "segments",
    says: "People who came back within a month.",
    rule: { id: "", name: "Comes back", of: "contact", color: "#c2571a", when: { event: "session.started", atLeast: 2, inLast: "30d" } },
  },
  {
    kind: "outcomes",
    says: "A conversation was wrapped up with the code “sale”.",
    rule: { id: "", name: "Sale", when: { event: "conversation.wrapped_up", where: { all: [{ field: "code", is: "equal", value: "sale", ignoreCase: true }] } } },
  },
];

/** A rule that is nothing yet. */
export const BLANK: { [kind in Kind]: AnyRule } = {
  actionMaps: { id: "", name: "New action map", when: { all: [{ event: "page.viewed" }] }, action: { type: "chat", text: "" } },
  segments: { id: "", name: "New segment", of: "session", color: "#2b63dd", when: { all: [{ event: "page.viewed" }] } },
  outcomes: { id: "", name: "New outcome", when: { all: [{ event: "conversation.wrapped_up" }] } },
};
