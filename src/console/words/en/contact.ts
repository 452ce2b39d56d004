/** What agents read of a person: who it is and why, what they gave, what was decided, noted and joined. */
import { many } from "../written";

const PROVERS = { agent: "an agent", token: "a token that the site signed", server: "the site's server" };
const TOLD = { page: "told by the page", server: "told by the site's server", agent: "told by an agent" };
const KEYS = { externalId: "external id", phone: "phone", email: "e-mail" };

export const contact = {
  title: "Who is it",
  loading: "Who it is",
  spoken: (name: string, level: string) => `${name}, ${level}`,
  keys: KEYS,
  noContact: "No contact has what this visitor gave.",
  nothingSaid: "This visitor has not said who they are.",
  temporary: (date: string) => `Temporary until ${date}.`,
  toKeep: "To verify it is to keep it.",
  /** Why somebody counts as a contact; what is not known is `""`. */
  matchedBy: ({ key, value, form, page, at }: { key: keyof typeof KEYS; value: string; form: string; page: string; at: string }) =>
    ["Matched by", KEYS[key], value, form && `from form “${form}”`, `at ${at}${page && `, on the page “${page}”`}`].filter(Boolean).join(" "),
  verifiedBy: (by: keyof typeof PROVERS, agent: string, at: string) => `Verified by ${agent || PROVERS[by]} at ${at}`,
  source: (source: keyof typeof TOLD, form: string, at: string) => `${form ? `form “${form}”` : TOLD[source]}, ${at}`,
  decided: ({ says, name, by, agent, at }: { says: "verified" | "rejected"; name: string; by: keyof typeof PROVERS; agent: string; at: string }) =>
    `${says === "verified" ? "Verified as" : "Not"} ${name}, by ${agent || PROVERS[by]} at ${at}`,
  verify: "Verify",
  verifyAndKeep: "Verify and keep",
  notThis: "Not this person",
  undo: "Undo",
  findAnother: "Find another contact",
  find: "Name, e-mail, phone or external id",
  directory: "The directory",
  nobodyHas: (wanted: string) => `No contact has “${wanted}”.`,
  more: "There are more. Type more of it.",
  itIs: "It is",
  itIsNot: "It is not",
  itIsWho: (name: string, details: string) => `It is ${name}, ${details}`,
  itIsWhoHas: (name: string, has: string) => `It is ${name}, who has ${has}`,
  itIsNotWhoHas: (name: string, has: string) => `It is not ${name}, who has ${has}`,
  has: (what: string) => `has ${what}`,
  couldBe: "It could also be",
  gave: "What the visitor gave",
  invalid: "not valid",
  decisions: "What was decided",
  takenBack: "taken back",
  takeBack: "Take back",
  takeBackWhat: (what: string) => `Take back: ${what}`,
  failed: (reason: string) => `Not done. ${reason}`,

  merge: {
    title: "One person twice",
    open: "Merge with another contact",
    choose: "Merge",
    chooseWhich: (name: string, details: string, into: string) => [`Merge ${name}`, details, `into ${into}`].filter(Boolean).join(", "),
    ask: (name: string, into: string) => `Merge ${name} into ${into}? What is known of both is ${into}’s from then on. It can be taken back.`,
    confirm: "Merge both",
    cancel: "Cancel",
    merged: (name: string) => `${name} is part of this contact`,
    apart: "Take apart",
    apartWhich: (name: string) => `Take ${name} apart again`,
  },

  notes: {
    title: "Notes",
    loading: "Notes",
    none: "Nobody has written anything down yet.",
    write: "New note",
    ofContact: "Add to the person",
    ofConversation: "Add to the conversation",
    about: { contact: "on the person", conversation: "on a conversation" },
    unknownAgent: "The site’s server",
    more: "Older notes are in the export.",
  },

  past: {
    title: "Visits and conversations",
    loading: "What was before",
    sessions: (n: number) => `Visits (${n})`,
    conversations: (n: number) => `Conversations (${n})`,
    pages: (n: number) => many(n, "page", "pages"),
    here: "this card",
    more: (n: number) => `and ${n} older`,
    none: "Nothing but this.",
  },

  together: {
    title: "Belongs together",
    loading: "What belongs together",
    withVisit: "Joined with the visit",
    withOther: (id: string) => `Joined with what was told as ${id}`,
    by: (agent: string) => `by ${agent || "the site’s server"},`,
    begun: (title: string) => `${title}, begun`,
    why: { session: "in the same visit", contact: "with the same contact" },
    same: "It is the same",
    code: "Session code that the visitor reads out",
    join: "Join the visit",
    nothing: "Nothing else seems to be the same conversation.",
  },
};
