/** Asks again and again while somebody looks: never when the page is hidden, at once when it is shown again. */
import type { Reply } from "./desk";

export interface PollOptions<T> {
  ask: () => Promise<Reply<T>>;
  onReply: (reply: Reply<T>) => void;
  /** Pause between an answer and the next question. */
  everyMs: number;
  page?: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;
}

/** @returns stops it; an answer that is still on its way is not handed on */
export function startPolling<T>({ ask, onReply, everyMs, page = document }: PollOptions<T>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let over = false;

  const look = async () => {
    clearTimeout(timer);
    if (asking || over || page.visibilityState === "hidden") return;
    asking = true;
    const reply = await ask();
    asking = false;
    if (over) return;
    onReply(reply);
    timer = setTimeout(look, everyMs);
  };
  const shown = () => void look();

  page.addEventListener("visibilitychange", shown);
  shown();
  return () => {
    over = true;
    clearTimeout(timer);
    page.removeEventListener("visibilitychange", shown);
  };
}
