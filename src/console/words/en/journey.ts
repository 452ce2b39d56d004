/** What a journey says: its parts, and around its steps. The steps' own sentences are in `steps`. */

import { many } from "../written";

export const journey = {
  title: "Journey",
  of: (name: string, title: string) => `Journey of ${name}, ${title}`,
  loading: "The journey",
  empty: "Nothing is known yet of what happened before.",
  filtered: "Nothing of what is chosen happened here.",
  scope: "What is shown",
  scopes: {
    session: "This visit",
    conversation: "This conversation",
    contact: "All of this contact",
    visitor: "All of this visitor",
  },
  kinds: {
    title: "Kinds of steps",
    pages: "Pages",
    forms: "Forms and searches",
    identity: "Identity",
    offers: "Offers and rules",
    conversation: "Conversation",
    custom: "Custom",
  },
  view: "How it is shown",
  addresses: "Page addresses",
  relative: "Time since",
  earlier: (n: number) => `Show earlier (${n})`,
  loadingEarlier: "Loading earlier ones…",
  notEarlier: (reason: string) => `Earlier ones could not be loaded. ${reason}`,
  isNew: "New",
  visit: (n: number, of: number) => `Visit ${n} of ${of}`,
  visitAlone: "Visit",
  talkAlone: "Conversation outside of visits",
  rest: "Outside of visits",
  page: "A page without a title",
  spent: (time: string) => `${time} on this page`,
  more: (n: number) => many(n, "attribute", "attributes"),
  steps: "Steps, oldest first",
  onPage: (title: string) => `On ${title}`,
  picture: {
    /** The picture in words: when, what, and how long it was waited and talked. */
    alt: (from: string, to: string, what: string) => `From ${from} to ${to}: ${what}.`,
    counts: {
      pages: (n: number) => many(n, "page step", "page steps"),
      forms: (n: number) => many(n, "form or search", "forms and searches"),
      identity: (n: number) => many(n, "identity step", "identity steps"),
      offers: (n: number) => many(n, "offer or rule", "offers and rules"),
      conversation: (n: number) => many(n, "conversation step", "conversation steps"),
      custom: (n: number) => many(n, "custom step", "custom steps"),
    },
    waiting: (time: string) => `waiting ${time}`,
    connected: (time: string) => `with an agent ${time}`,
    keyWaiting: "Waiting",
    keyConnected: "With an agent",
  },
};
