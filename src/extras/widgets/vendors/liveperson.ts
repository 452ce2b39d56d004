/**
 * LivePerson. Facts known from LivePerson's documentation of the tag's events and of clicks, and from third parties'
 * code that a past event can be asked for; not run.
 *
 * The snippet's `lpTag.events.bind` waits for the script by itself. Of what happened before, the last of each event is
 * asked for, as their order among one another is lost. Buttons that are always there are "offers" too: only formats that
 * come up by themselves are told, and clicks on that one only. `chatting` follows `resume` where a chat goes on, and
 * details are told once more after the end. A bot has a name as an agent has. Windows of their own tell nothing.
 */
import { createOffer } from "../offer";
import type { OfferState } from "../offer";
import type { ConversationState } from "../../../protocol/event";
import type { Vendor } from "../vendor";

/** Peeling corner, overlay, toaster and slide-out; then come those that are part of the page. */
const LAST_FORMAT_OF_OFFERS = 3;

interface Told {
  state?: string;
  conversationId?: unknown;
  agentName?: unknown;
  skill?: unknown;
  engagementId?: unknown;
  engagementType?: number;
}

type Handler = (told: Told | undefined) => void;

interface LpTag {
  events: {
    bind(app: string, event: string, handler: Handler): unknown;
    hasFired?(app: string, event: string): { data?: Told }[] | undefined;
  };
  taglets: { rendererStub: { click(engagement: unknown): unknown } };
}

const STATES: { [state: string]: ConversationState } = {
  initialised: "opened",
  preChat: "opened",
  waiting: "opened",
  chatting: "started",
  interactive: "started",
  resume: "resumed",
  ended: "ended",
};

const last = ({ events }: LpTag, app: string, event: string) => events.hasFired?.(app, event)?.slice(-1)[0]?.data;

export const liveperson: Vendor<LpTag> = {
  name: "liveperson",

  find: ({ lpTag }) => (lpTag as Partial<LpTag> | undefined)?.events?.bind && (lpTag as LpTag),

  tap(lpTag, { hear }) {
    const offer = createOffer();
    let offered: unknown;
    let isResumed = false;
    const answer = (state: OfferState) => (told: Told | undefined) => told?.engagementId === offered && offer(state)();
    const begin = (state: ConversationState | undefined) => (isResumed && state === "started" ? "resumed" : state);

    hear(
      (name, handler: Handler) => {
        const [app, event] = name.split(".") as [string, string];
        const missed = last(lpTag, app, event);
        if (missed) handler(missed);
        lpTag.events.bind(app, event, handler);
      },
      {
        "LP_OFFERS.OFFER_IMPRESSION"(told) {
          if (!(told!.engagementType! <= LAST_FORMAT_OF_OFFERS)) return undefined;
          offered = told!.engagementId;
          return offer("offered")();
        },
        "LP_OFFERS.OFFER_CLICK": answer("accepted"),
        "LP_OFFERS.OFFER_DECLINED": answer("declined"),
        "LP_OFFERS.OFFER_TIMEOUT": answer("ignored"),
        "lpUnifiedWindow.state"(told) {
          const state = STATES[told!.state!];
          isResumed = state === "resumed" || (isResumed && state !== "ended");
          return begin(state);
        },
        "lpUnifiedWindow.conversationInfo": (told) =>
          told!.state === "chatting" &&
          [told!.agentName ? "connected" : begin("started")!, { id: told!.conversationId, agent: told!.agentName, queue: told!.skill }],
      },
    );
  },

  open: (lpTag) => lpTag.taglets.rendererStub.click(last(lpTag, "LP_OFFERS", "OFFER_IMPRESSION")!.engagementId),
};
