/** What a lazily loaded extra gets from the core, and gives it: plain names, and nothing that a minifier may rename. */
import type { Channel, ConsentState, ConversationState, IdentityClaim, Purpose } from "../../protocol/event";
import type { RulePush } from "../../protocol/push";
import type { Moment } from "../pipeline";
import type { ConversationDetail, IdentityOptions, PageEvent, WidgetOptions } from "../types";

/** Frozen. */
export interface Host {
  /** The page's options, those of its script tag among them. */
  options: { widgets?: WidgetOptions | boolean; identity?: IdentityOptions | false; domains?: string[]; cookie?: boolean; [name: string]: unknown };
  /** The key in localStorage under which all tabs keep the conversations under way. */
  name: string;
  /** What the visitor allows at this moment. */
  consent(purpose?: Purpose): ConsentState;
  /** Now and here. */
  moment(): Moment;
  /** @param at milliseconds since 1970 */
  newId(at: number): string;
  emit(type: string, data: object, moment: Moment): void;
  /** Tells the page's listeners of what happened elsewhere; it is not sent. */
  tell(event: PageEvent): void;
  /** Tells a developer who turned debug on. */
  debug(message: unknown, detail?: unknown): void;
  /** Has another extra loaded. */
  bring: Bring;
  /** Aborted when the page stops tracking: every hook goes out of it. */
  signal: AbortSignal;
}

/** The extra that makes stories of conversations, once it runs. */
export interface Running {
  /**
   * Takes a sighting of a conversation. Repetitions and any order are welcome: each conversation is started and ended
   * once, and one that is told of before it was seen to start is started first.
   *
   * @param moment when and where, if not here and now
   */
  observe(state: ConversationState, detail: ConversationDetail, moment?: Moment): void;
  /** The page's widgets that can be shown to the visitor: of a channel, or any. */
  find(channel?: Channel): Showable[];
  /** Shows the first of these that it can; `false` where there is none that could be. */
  open(channel?: Channel): boolean;
}

export interface Showable {
  /** The vendor's name. */
  name: string;
  /** Shows it; `false` where that fails. */
  open(): boolean;
}

/** What happened in a form before the extra had come: the event's type and target, and whether the visitor did it. */
export type Seen = [type: string, element: EventTarget | undefined, isTrusted: boolean];

/** The extra that finds e-mails and phones in forms, once it runs. */
export interface IdentityRunning {
  /** Says what the page tells of its visitor, as hashes where the site wants no more. */
  claim(claim: IdentityClaim, moment: Moment): Promise<void>;
  /** Settles when all that was found has been said. */
  done(): Promise<unknown>;
}

/** A click before the extra had come: where, whether the visitor did it, and when. */
export type Click = [element: EventTarget | undefined, isTrusted: boolean, moment: Moment];

/** What the extra for marks gets from the one for widgets, which has it loaded. */
export interface Noticing {
  clicks: Click[];
  observe: Running["observe"];
  /** Something came to the page that may have brought a widget. */
  arrived(): void;
  /** This vendor's widget is on the page. */
  found(vendor: string | undefined): void;
}

/** Extras by the name of their file, with what each is once it runs: the default export of its module starts it. */
export interface Extras {
  /** Without clicks it starts nothing: it is the one that runs, if one does. */
  widgets: {
    (host: Host, clicks: Click[]): Running;
    (host: Host, clicks: Click[] | undefined): Running | undefined;
  };
  marks: (host: Host, noticing: Noticing) => void;
  identity: (host: Host, seen: Seen[]) => IdentityRunning;
  /** Started again whenever a conversation begins; it runs once. */
  pushes: (host: Host) => void;
  /** Started again with whatever rules have decided; it runs once. */
  offers: (host: Host, decided: RulePush[] | undefined) => void;
  /** Started again whenever debug is turned on; it runs once. */
  inspector: (host: Host) => void;
  /** Started again whenever consent changes; it runs once. */
  handover: (host: Host, who: () => { visitor: string } | undefined) => void;
}

/** Has an extra loaded and started with what it missed; settles with nothing where it cannot be had, and says so to developers. */
export type Bring = <Name extends keyof Extras>(name: Name, missed?: Parameters<Extras[Name]>[1]) => Promise<ReturnType<Extras[Name]> | undefined>;
