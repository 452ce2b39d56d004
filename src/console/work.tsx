/** What an agent can do with a conversation: take it, end it, wrap it up; each is an event like any other. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ConversationCard } from "../protocol/card";
import type { ConversationData, ConversationState, WireEvent } from "../protocol/event";
import type { Status } from "../protocol/conversation";
import { createId } from "../protocol/id";
import type { Seat } from "./desk";
import { ErrandFailure, useErrand } from "./errand";

/** @param onFocusLost called when the button that the agent pressed went away with the status it belonged to */
export function Work({ card, status, seat, onFocusLost }: { card: ConversationCard; status: Status; seat: Seat; onFocusLost: () => void }) {
  const errand = useErrand(seat);
  const [code, setCode] = useState("");
  const acted = useRef(false);

  useLayoutEffect(() => {
    // Wrapping up may pass through two statuses, and only the second takes the button away.
    if (acted.current && document.activeElement === document.body) {
      acted.current = false;
      onFocusLost();
    }
    // A try that seemed to fail may have arrived all the same, or a colleague was quicker.
    errand.forget();
  }, [status]);

  const start = (...events: WireEvent[]) => {
    acted.current = true;
    errand.start(...events);
  };
  const event = (state: ConversationState, told: Partial<ConversationData> = {}, at = Date.now()): WireEvent => {
    const data = { conversation: card.id, channel: card.channel, ...(card.direction && { direction: card.direction }), ...told };
    return { id: createId(at), type: `conversation.${state}`, at, data };
  };
  const wrapUp = (submitted: Event) => {
    submitted.preventDefault();
    const now = Date.now();
    // Wrapping up a talk that still runs ends it as well.
    const end = status === "connected" ? [event("ended", { by: "agent" }, now - 1)] : [];
    start(...end, event("wrapped_up", code ? { code } : {}, now));
  };

  return (
    <div class="work">
      {status === "waiting" && (
        <button type="button" key="take" class="primary" aria-disabled={errand.isSending} onClick={() => start(event("connected"))}>Take</button>
      )}
      {status === "connected" && (
        <button type="button" key="end" aria-disabled={errand.isSending} onClick={() => start(event("ended", { by: "agent" }))}>End</button>
      )}
      {(status === "connected" || status === "wrapping" || status === "ended_by_customer") && (
        <form key="wrap" onSubmit={wrapUp}>
          {/* No code is chosen beforehand: one press too quick would file every talk under the first. */}
          {seat.me.codes.length > 0 && <select required aria-label="Wrap-up code" value={code} onChange={(chosen) => setCode(chosen.currentTarget.value)}>
            <option value="">Wrap-up code…</option>
            {seat.me.codes.map((each) => <option key={each} value={each}>{each}</option>)}
          </select>}
          <button type="submit" aria-disabled={errand.isSending}>Wrap up</button>
        </form>
      )}
      <ErrandFailure errand={errand} />
    </div>
  );
}
