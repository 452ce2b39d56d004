/** One offer from the moment it is told to the page: shown, and over by an answer or without one. */
import type { OfferPush } from "../../protocol/push";
import type { OfferState } from "../../protocol/rules";
import type { Host } from "../../sdk/extras/host";
import type { Doors } from "./doors";
import { draw } from "./draw";
import { handOver } from "./handOver";

export interface Showing {
  /** The offer's. */
  id: string;
  /** Takes it away. @param state what is told of it; nothing without */
  end(state?: OfferState): void;
  /** Settles when it is over. */
  over: Promise<void>;
}

export function show({ id, data: { map, action } }: OfferPush, host: Host, doors: Doors): Showing {
  const isContent = action.type === "content";
  const conversation = host.newId(host.moment().at);
  const noun = isContent ? "content" : "conversation";
  const about = { offer: id, map, ...(!isContent && { conversation, channel: action.type, vendor: action.vendor, queue: action.queue }) };
  let isOver = false;
  let close = () => {};
  let finish = () => {};
  const over = new Promise<void>((done) => (finish = done));

  const say = (state: OfferState) => host.emit(`${noun}.${state}`, about, host.moment());
  const end = (state?: OfferState) => {
    if (isOver) return;
    isOver = true;
    close();
    if (state) say(state);
    finish();
  };
  const accept = () => {
    if (isOver) return false;
    // The way is free for the widget, which may take the focus.
    end();
    const isOpen = isContent || doors.open(action, { id: conversation, offer: id });
    say(isOpen ? "accepted" : "failed");
    return isOpen;
  };
  const decline = () => end("declined");

  const isTaken = handOver([`${noun}.offered`, `${action.type}.offered`, "*"], () => say("offered"), { accept, decline });
  // A listener may have answered at once.
  if (!isTaken && !isOver)
    try {
      close = draw(action, { accept, decline });
    } catch (error) {
      host.debug(error);
      end("failed");
    }
  return { id, end, over };
}
