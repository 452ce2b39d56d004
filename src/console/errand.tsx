/** Something that an agent does, on its way to the collector as events, and another try where it did not arrive. */
import { useState } from "preact/hooks";
import type { Answer, WireEvent } from "../protocol/event";
import { createId } from "../protocol/id";
import type { Reply, Seat } from "./desk";
import { words } from "./words/words";

/** What is on its way, or did not arrive. A second try carries the same ids, so that it counts once. */
interface Sending {
  batch: string;
  events: WireEvent[];
  failure?: string;
}

export interface Errand {
  /** Does nothing while another is on its way. */
  start(...events: WireEvent[]): void;
  isSending: boolean;
  failure: string | undefined;
  again(): void;
  /** Forgets a failure: what was to be done is done, or makes no sense any more. */
  forget(): void;
}

/** @param onDone called when the collector has kept the events */
export function useErrand(seat: Seat, onDone: () => void = () => {}): Errand {
  const [held, setHeld] = useState<Sending>();
  const run = async ({ batch, events }: Sending) => {
    setHeld({ batch, events });
    const reply: Reply<Answer> = await seat.desk.tell(seat.me.site.key, batch, events);
    setHeld(reply.ok ? undefined : { batch, events, failure: reply.reason });
    if (reply.ok) onDone();
  };
  const isSending = held !== undefined && !held.failure;
  return {
    isSending,
    failure: held?.failure,
    start(...events) {
      if (!isSending) void run({ batch: createId(Date.now()), events });
    },
    again() {
      if (held?.failure) void run(held);
    },
    forget: () => setHeld((sending) => (sending?.failure ? undefined : sending)),
  };
}

export function ErrandFailure({ errand }: { errand: Errand }) {
  if (!errand.failure) return null;
  return (
    <p class="failure" role="alert">
      {words.desk.notSaved(errand.failure)}{" "}
      <button type="button" class="quiet" onClick={errand.again}>{words.common.tryAgain}</button>
    </p>
  );
}
