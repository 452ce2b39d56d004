/** What an agent can do with a conversation: take it, hand it on, end it, wrap it up; each is an event like any other. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ConversationCard } from "../protocol/card";
import type { ConversationData, ConversationState, WireEvent } from "../protocol/event";
import type { Status } from "../protocol/conversation";
import { createId } from "../protocol/id";
import { noteEvent } from "./contact/noteEvent";
import type { Seat } from "./desk";
import { ErrandFailure, useErrand } from "./errand";
import type { Store } from "./store";
import { Transfer } from "./transfer";
import { words } from "./words/words";
import { WrapUp } from "./wrapUp";

export interface WorkProps {
  card: ConversationCard;
  status: Status;
  seat: Seat;
  /** Knows the queues and agents that there are. */
  store: Pick<Store, "queues" | "agents">;
  /** Called when the button that the agent pressed went away with the status it belonged to. */
  onFocusLost: () => void;
}

const sorted = (...names: Iterable<string>[]) => [...new Set(names.flatMap((some) => [...some]))].sort((a, b) => a.localeCompare(b));

export function Work({ card, status, seat, store, onFocusLost }: WorkProps) {
  const [isTransferring, setTransferring] = useState(false);
  // To an agent, a transfer changes no status.
  const errand = useErrand(seat, () => setTransferring(false));
  const acted = useRef(false);

  useLayoutEffect(() => {
    // Wrapping up may pass through two statuses, and only the second takes the button away; a form goes after its status.
    if (!acted.current || document.activeElement !== document.body) return;
    acted.current = false;
    onFocusLost();
  });
  useLayoutEffect(() => {
    // A try that seemed to fail may have arrived all the same, or a colleague was quicker.
    errand.forget();
    setTransferring(false);
  }, [status]);

  const start = (...events: WireEvent[]) => {
    acted.current = true;
    errand.start(...events);
  };
  const event = (state: ConversationState, told: Partial<ConversationData> = {}, at = Date.now()): WireEvent => {
    const data = { conversation: card.id, channel: card.channel, ...(card.direction && { direction: card.direction }), ...told };
    return { id: createId(at), type: `conversation.${state}`, at, data };
  };
  const wrapUp = ({ code, note }: { code?: string; note?: string }) => {
    const now = Date.now();
    // Wrapping up a talk that still runs ends it as well.
    const end = status === "connected" ? [event("ended", { by: "agent" }, now - 1)] : [];
    // A note is an event of its own, sealed as what is said of a person.
    const noted = note ? [noteEvent({ conversation: card.id, text: note }, now)] : [];
    start(...noted, ...end, event("wrapped_up", code ? { code } : {}, now));
  };
  const isOngoing = status === "waiting" || status === "connected";

  return (
    <div class="work">
      {status === "waiting" && (
        <button type="button" key="take" class="primary" aria-keyshortcuts="t" aria-disabled={errand.isSending} onClick={() => start(event("connected"))}>{words.card.take}</button>
      )}
      {status === "connected" && (
        <button type="button" key="end" aria-keyshortcuts="e" aria-disabled={errand.isSending} onClick={() => start(event("ended", { by: "agent" }))}>{words.card.end}</button>
      )}
      {isOngoing && (
        <button type="button" key="transfer" aria-keyshortcuts="x" aria-expanded={isTransferring} onClick={() => setTransferring(!isTransferring)}>{words.work.act.transfer}</button>
      )}
      {(status === "connected" || status === "wrapping" || status === "ended_by_customer") && (
        <WrapUp key="wrap" codes={seat.me.codes} isSending={errand.isSending} onWrapUp={wrapUp} />
      )}
      {isOngoing && isTransferring && (
        <Transfer key="to" queues={sorted(seat.me.queues ?? [], store.queues.keys())} agents={sorted(store.agents.keys())} isSending={errand.isSending}
          onTransfer={(to) => start(event("transferred", to))} onCancel={() => { setTransferring(false); onFocusLost(); }} />
      )}
      <ErrandFailure errand={errand} />
    </div>
  );
}
