/** What a connector is: it proves who sends, and says what the payloads of one vendor mean. */
import type { IncomingHttpHeaders } from "node:http";
import type { ConversationData, ConversationState } from "../../protocol/event";

/** One request of a vendor. */
export interface Delivery {
  /** As it came: signatures are over these bytes. */
  body: Buffer;
  headers: IncomingHttpHeaders;
  /** The public address that was asked for, with its query. */
  address: string;
  secret: string;
  /** The collector's clock, milliseconds. */
  received: number;
}

/** What queues, agents and wrap-up codes are called that the vendor has only ids of. */
export type Names = { [id: string]: string };

type Loose<Facts> = { [fact in keyof Facts]?: Facts[fact] | undefined };

/** One thing that happened to a conversation, with the facts that belong to it alone. */
export interface Meaning extends Loose<ConversationData> {
  state: ConversationState;
  /** Where it is not the moment of the payload. Milliseconds since 1970. */
  at?: number | undefined;
}

/** What one payload tells of one conversation. */
export interface Told {
  /** What the vendor tells this payload from all others by: its retries have the same. Taken from what is signed only. */
  key: string;
  /** By the vendor's clock, milliseconds since 1970; without it the moment of arrival. */
  at?: number | undefined;
  /** What is true of the conversation whatever happened. */
  about: Loose<ConversationData> & { conversation: string };
  /** In the order in which it happened. */
  means: Meaning[];
}

/** Why a request is not the vendor's. */
export type Forgery = "missing_signature" | "wrong_signature" | "stale_timestamp";

export interface Connector {
  /** As its events and the widget's adapter in the page call it. */
  vendor: string;
  /** Makes the secret where the vendor takes ours; without it the vendor makes one. */
  createSecret?: () => string;
  /** Says what is wrong with a secret that was given. */
  refuseSecret?: (secret: string) => string | undefined;
  /** Compares in a time that tells nothing. */
  verify: (delivery: Delivery) => Forgery | undefined;
  /** Takes the body apart. @throws when it is not in the encoding that the vendor uses */
  read: (delivery: Delivery) => unknown[];
  /** What a payload tells; nothing, where it is of no concern or not known. */
  tell: (payload: unknown, context: { names: Names; delivery: Delivery; index: number }) => Told | undefined;
}
