/** What the store promises of webhooks: whom a site wants to be told, what waits for them, and what was given up. */
import type { ConversationCard } from "../../protocol/card";
import type { Level } from "../../protocol/contact";
import type { StoredEvent } from "../../protocol/event";
import type { Verdict } from "../webhooks/schedule";

export interface WebhookSecret {
  /** `whsec_` and base64. */
  secret: string;
  /** It signs until then, milliseconds since 1970; none is for good. */
  until?: number;
}

/** A webhook of one site. */
export interface WebhookId {
  site: string;
  id: string;
}

/** An address that is told of what happens. */
export interface Webhook extends WebhookId {
  url: string;
  /** Types of events, and patterns of them. */
  types: string[];
  /** With names, e-mails and phones? */
  personal: boolean;
  active: boolean;
  /** Why the collector has stopped telling it. */
  reason?: string;
  createdAt: number;
  /** It is told nothing until then. */
  quietUntil: number;
  /** Newest first; kept sealed. */
  secrets: WebhookSecret[];
}

export type WebhookChange = Partial<Pick<Webhook, "types" | "personal" | "active" | "secrets">>;

/** How a webhook is doing. */
export interface WebhookState extends Webhook {
  /** Deliveries that are to be tried, again or for the first time. */
  waiting: number;
  dead: number;
  /** Events of the log, of all types and sites, that were not looked at for it yet. */
  behind: number;
  last?: { at: number; delivered: boolean; result: string };
}

/** An event as a webhook is told of it. */
export interface ToldEvent extends StoredEvent {
  /** Of a conversation event: its card, as it stands now. */
  card?: ConversationCard;
  /** Of an identity event: who the visitor is, as known now. */
  identity?: { level?: Level; contact?: string };
}

/** One event for one webhook. */
export interface Delivery {
  n: number;
  /** How often it was tried. */
  attempts: number;
  event: ToldEvent;
}

export interface DueQuery extends WebhookId {
  now: number;
  limit: number;
  /** Numbers of deliveries that are under way. */
  except: ReadonlySet<number>;
}

/** What came of an attempt. */
export interface Outcome extends Verdict {
  webhook: WebhookId;
  /** Number of the delivery. */
  n: number;
  /** A sentence. */
  said: string;
  status?: number;
  now: number;
}

/** A delivery that was given up. */
export interface DeadLetter {
  /** Id of the event. */
  event: string;
  type: string;
  at: number;
  attempts: number;
  /** Of the last answer, if there was one. */
  status?: number;
  reason: string;
  diedAt: number;
  /** Where the next page of the list begins. */
  n: number;
}

export interface Replay extends WebhookId {
  /** Ids of events; none are all that were given up. */
  events?: string[];
  /** Everything of the log that came since then, by the collector's clock. */
  since?: number;
  now: number;
}

export interface WebhookStore {
  /** Oldest first. */
  webhooks(site: string): Promise<WebhookState[]>;
  webhook(which: WebhookId): Promise<Webhook | undefined>;
  /** It is told of what comes from now on. `false` when the site has as many as it may. */
  addWebhook(webhook: Webhook): Promise<boolean>;
  /** One that is made active again goes on where it stopped. `undefined` when there is none. */
  changeWebhook(which: WebhookId, change: WebhookChange): Promise<Webhook | undefined>;
  /** With all that waits for it. `false` when there was none. */
  removeWebhook(which: WebhookId): Promise<boolean>;
  /** The newest first. @param before number of the last one of the page before */
  deadLetters(query: WebhookId & { before?: number; limit: number }): Promise<DeadLetter[]>;
  /** Has events delivered again. Returns how many, of `since` those of the log that are looked at again. */
  replay(replay: Replay): Promise<number>;

  activeWebhooks(): Promise<Webhook[]>;
  /**
   * What is to be sent now, oldest first. Takes events from the log where there is room for more; each is a delivery, on disk, before
   * it counts as taken.
   *
   * @returns besides them whether there is more of the log to look at right away
   */
  dueDeliveries(query: DueQuery): Promise<{ deliveries: Delivery[]; isBehind: boolean }>;
  /** Settles when it is on disk. */
  settleDelivery(outcome: Outcome): Promise<void>;
  /** Of all sites. */
  webhookCounts(): Promise<{ waiting: number; dead: number }>;
  /** Calls back when there may be something to send. Returns the way to stop. */
  onWork(listener: () => void): () => void;
}
