/** The page's contract: everything that a website may rely on. Frozen once released. */
import type { Channel, ConsentState, Purpose, ConversationData, ConversationState, Data, EventData, Traits } from "../protocol/event";

/** When what a visitor typed into a form is taken: when they send it, leave the field, or leave the page. */
export type CaptureMoment = "submit" | "blur" | "abandon";

/** How visitors are found who give their e-mail or phone in a form. */
export interface IdentityOptions {
  /** Default `"submit"`; the others take what a visitor may never have wanted to send. */
  capture?: CaptureMoment | CaptureMoment[] | "off";
  /** Where phones are from that are written without a country's code: ISO 3166, two letters. Default: of the page's language. */
  region?: string;
  /** Send SHA-256 hashes in place of e-mails and phones. They are still personal data, and a phone's can be guessed. Default `false`. */
  hash?: boolean;
  /** Only fields within an element that this selector fits. Default: everywhere. */
  forms?: string;
  /** Leave forms alone that have such a field. Default: none. */
  skipFormsWith?: ("password" | "card")[];
}

/** How conversations are noticed that begin on the page. */
export interface WidgetOptions {
  /** Vendors whose widgets are listened to. Default: all but those where that could cost the site a handler of its own. */
  vendors?: string[];
  /** Take a click on a link to a phone or a messaging app for the wish to begin a conversation. Default `true`. */
  links?: boolean;
  /** What the site tells its tag manager: the `event` of a data layer's entry, and what it says of the conversation. Default: nothing. */
  dataLayer?: { [event: string]: ConversationState };
}

export interface Options {
  /** The site's public key, `pk_…`. */
  key: string;
  /** Address of the collector; by default where the script came from. */
  collector?: string;
  /** Where consent starts before the page says anything: for everything, or by purpose. Default `"granted"`. */
  consent?: ConsentState | Partial<Record<Purpose, ConsentState>>;
  /** `"deny-all"`: Global Privacy Control denies everything, and not sharing alone. */
  gpc?: "deny-all";
  /** Obey Do Not Track. Default `false`. */
  dnt?: boolean;
  /** Count route changes of single-page applications. Default `true`. */
  spa?: boolean;
  /** Notice the conversations that begin on the page; `false` for those alone that the page tells of itself. Default `true`. */
  widgets?: WidgetOptions | boolean;
  /** Show what action maps offer; `false` for never. Default `true`. */
  offers?: boolean;
  /** Find out who visits from the forms they send; `false` for never. */
  identity?: IdentityOptions | false;
  /** Keep the visitor's id in a cookie of the collector as well, one for all sub-domains, if the operator has set that up. Default `false`. */
  cookie?: boolean;
  /** Other hosts of the same site, `shop.example` or `*.example.com`: who follows a link there stays the same visitor. Default: none. */
  domains?: string[];
  /** Minutes without activity after which a web session ends. Default 20. */
  idleMinutes?: number;
  /** Say in the console what happens. Default `false`. */
  debug?: boolean;
}

/** What a callback gets, and `detail` of the same-named CustomEvent on `document`. */
export interface PageEvent<Type extends string = string> {
  readonly id: string;
  readonly type: Type;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The page it happened on; empty for what the contact centre tells. */
  readonly url: string;
  readonly data: Type extends keyof EventData ? EventData[Type] : Data;
}

type Hyphened<Type extends string> = Type extends `${infer Noun}.${infer Verb}` ? `${Noun}-${Verb}` : never;
type Dotted<Type extends string> = Type extends `${infer Noun}-${infer Verb}` ? `${Noun}.${Verb}` : Type;
/** The event's own name behind a name that is listened to: `chat-started` hears `conversation.started`. */
type NameOf<Type extends string> =
  Dotted<Type> extends `${"conversation" | Channel}.${infer State extends ConversationState}` ? `conversation.${State}`
  : Type extends keyof EventData ? Type
  : string;

/** What the page's own word does to an offer as it is told. */
export interface OfferControl {
  /** The site shows the offer itself, and says what becomes of it. */
  preventDefault(): void;
  /** The visitor wants it: of a conversation the page's widget opens, and `false` means that it could not. */
  accept(): boolean;
  decline(): void;
}

/** Only offers that action maps make can be controlled (`data.map` names one): what a vendor's widget offers is the vendor's. */
type ControlOf<Name extends string> = Name extends `${string}.offered` ? OfferControl : unknown;

export type Listener<Type extends string = string> = (event: PageEvent<NameOf<Type>> & ControlOf<NameOf<Type>>) => void;

type Conversations = `${"conversation" | "chat" | "messaging" | "call"}.${ConversationState}`;
/** Names to listen to; `*` hears everything, and a site's own event names are welcome. */
export type Listenable = Conversations | Hyphened<Conversations> | Exclude<keyof EventData, `conversation.${string}`> | "*" | (string & {});

export interface ConversationDetail extends Omit<Partial<ConversationData>, "conversation" | "ref" | "customer"> {
  /** The conversation's id where the site knows it; without it the running one of the channel is meant. */
  id?: string;
}

/** The web session as the page may know it. */
export interface SessionInfo {
  readonly id: string;
  readonly visitor: string;
  /** Six digits that the visitor can read to an agent. */
  readonly code: string;
  readonly startedAt: number;
}

/** `window.pe`. No method throws or returns a rejected promise; with debug on, misuse is told in the console. */
export interface Parley {
  /** Starts tracking. The script tag's `data-key` does the same; the first start counts. */
  init(options: Options): void;
  /** Counts a page view now, for pages that turned `spa` off or show things without a route. */
  page(data?: object): void;
  /** Records an event of the site's own, named `noun_past_tense`. */
  track(name: string, data?: object): void;
  /** Says who the visitor is: traits, or the site's own id for them, or both. A claim, which an agent or server may verify. */
  identify(who: Traits | string, traits?: Traits): void;
  /** The same with a proof that the site's server has signed. */
  identify(who: { token: string }): void;
  /** Tells of a conversation in a widget that Parley has no adapter for. */
  conversation(state: ConversationState, detail?: ConversationDetail): void;
  /** Shows the page's widget of a channel, or of any, to the visitor. Settles with `false` where there is none, or none that is known how to. */
  open(channel?: Channel): Promise<boolean>;
  /**
   * Calls back on events. A hyphen for the dot is the same name. Returns the way to stop.
   *
   * @param options with `replay`, the last such event that this page has seen before is told at once; of who somebody is, none
   */
  on<Type extends Listenable>(type: Type, listener: Listener<Type>, options?: { replay?: boolean }): () => void;
  /** As `on`, for the first event only. */
  once<Type extends Listenable>(type: Type, listener: Listener<Type>): () => void;
  /**
   * Says what the visitor allows, for all purposes or for those that are named; `pending` holds events in memory, and a word
   * that is none of the three is a no. A no of the browser or of a consent manager counts more than a yes from here.
   */
  consent(state: ConsentState | Partial<Record<Purpose, ConsentState>>): void;
  /** The running session, or `null` while none is known or allowed. */
  session(): SessionInfo | null;
  /** Forgets the visitor, as at log-out: a new visitor and a new session begin. */
  reset(): void;
  /** Sends what waits; settles when it was tried, never rejects. */
  flush(): Promise<void>;
  debug(on?: boolean): void;
  /** Stops tracking and takes every hook out of the page. */
  destroy(): void;
}
