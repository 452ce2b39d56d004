/** What the feed carries to consoles: one card a web session, one a conversation session, and journeys. */
import type { Campaign } from "./campaign";
import type { Level } from "./contact";
import type { Source } from "./event";
import type { Permission, Role } from "./roles";
import type { NamedSite } from "./site";
import type { Conversation } from "./conversation";
import type { SeenVisit } from "./visit";

/** Who a card's visitor is, as far as it is known. */
export interface Named {
  /** The contact's name, or as long as there is none what the visitor claims. */
  name?: string;
  level?: Level;
  /** Id of the contact that the visitor was matched with or verified as. */
  contact?: string;
}

/** A visit to the website. */
export interface SessionCard extends Named {
  kind: "session";
  id: string;
  /** The digits that the visitor can read to an agent. */
  code: string;
  visitor: string;
  /** The page seen last. */
  title?: string;
  url?: string;
  pages: number;
  referrer?: string;
  campaign?: Campaign;
  /** What rules have decided in it, in that order. */
  segments?: { id: string; name: string; color: string }[];
  outcomes?: { id: string; name: string }[];
  tags?: string[];
  /** Device, browser and place; `bot` where no person visits. */
  visit?: SeenVisit;
  startedAt: number;
  /** Last sign of life; active until 20 minutes after it. */
  lastAt: number;
  /** Number in the log of the last event that changed this card. */
  n: number;
}

/** A conversation session, without its facts: what they imply is already folded. */
export interface ConversationCard extends Omit<Conversation, "facts" | "site" | "offer">, Named {
  kind: "conversation";
  /** The offer that it began with: the site's own word for it, or the id of an action map's, with the map that made it. */
  offer?: { id: string; map?: string; name?: string };
  /** Whom it names: the visitor, or where no contact is known of them the customer. */
  who?: string;
  n: number;
}

export type Card = SessionCard | ConversationCard;

/** Answer of `GET /v1/conversations/{id}/links`: what is said of a conversation's ids, and what an agent may say. */
export interface Links {
  /** Those that hold, oldest first: by whom, and with what. */
  links: { event: string; at: number; agent?: string; with?: string; session?: string }[];
  proposals: Proposal[];
}

/** What a conversation may be one with. */
export interface Proposal {
  conversation: string;
  /** The same web session, or the same contact. */
  why: "session" | "contact";
  card: ConversationCard;
}

/** Data of a frame of `GET /v1/stream`; its SSE event is `snapshot` (all there is) or `cards` (what changed). */
export interface Frame {
  /** The collector's clock, so that durations do not depend on the console's. */
  now: number;
  cards: Card[];
  /** Ids of conversations that the agent handles no more, which the console lets go: they have gone to a queue that is not theirs. */
  gone?: string[];
  /** The snapshot goes on in another frame. */
  more?: true;
}

/** One line of a journey map: an event as agents see it. */
export interface Step {
  id: string;
  type: string;
  at: number;
  source: Source;
  session?: string;
  /** Its number in the session, where it has one. */
  seq?: number;
  /** Its number in the log: of two steps of one moment the one that was told first comes first. */
  n: number;
  url?: string;
  /** The conversation that it belongs to, where it was told of under another id. */
  conversation?: string;
  data: { [key: string]: unknown };
}

/** Answer of `GET /v1/journey?session=…`, `?conversation=…`, `?visitor=…` and `?contact=…`, oldest first: the newest steps of it, or those before a cursor. */
export interface Journey {
  steps: Step[];
  /** How many steps came before these. */
  earlier: number;
  /** Asks for those before these: `&before=…`. Absent where there are none. */
  before?: string;
}

/** Answer of `GET /v1/history?contact=…` and `?visitor=…`: the newest visits and conversations of one person. */
export interface History {
  sessions: SessionCard[];
  conversations: ConversationCard[];
  /** How many more there are of each. */
  more: { sessions: number; conversations: number };
}

/** Answer of `GET /v1/me`: who is logged in to the console, and where. */
export interface Me {
  agent: string;
  role: Role;
  /** What the role allows: the console shows nothing else. */
  may: Permission[];
  site: NamedSite;
  /** All sites that the login opens, by name; only where there is more than one. */
  sites?: NamedSite[];
  /** The demo page sends to another site. */
  demo?: false;
  /** Wrap-up codes to choose from. */
  codes: string[];
  /** Queues to choose from. */
  queues?: string[];
}
