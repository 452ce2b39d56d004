/** Asks the collector for what a part of the page shows: when it appears, when there is news, and when an agent tries again. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Reply } from "./desk";
import { words } from "./words/words";

/** A burst of changes asks the collector once. */
const SETTLE_MS = 250;

export interface Answer<T> {
  /** The last that came. */
  body: T | undefined;
  failure: string;
  again(): void;
}

/** @param n changes whenever the collector may have something else to tell; a text that is typed may be one */
export function useAnswer<T>(ask: () => Promise<Reply<T>>, n: number | string): Answer<T> {
  const [body, setBody] = useState<T>();
  const [failure, setFailure] = useState("");
  const [tries, setTries] = useState(0);
  const turn = useRef(0);
  const tried = useRef(0);

  useEffect(() => {
    const load = async () => {
      const mine = ++turn.current;
      const reply = await ask();
      // A slower answer to an earlier question must not undo a newer one.
      if (mine !== turn.current) return;
      setFailure(reply.ok ? "" : reply.reason);
      if (reply.ok) setBody(reply.body);
    };
    // Whoever has done something or tries again waits for nothing.
    const isNews = turn.current > 0 && tried.current === tries;
    tried.current = tries;
    const timer = setTimeout(load, isNews ? SETTLE_MS : 0);
    return () => clearTimeout(timer);
  }, [n, tries]);
  useEffect(() => () => void turn.current++, []);

  return { body, failure, again: () => setTries((count) => count + 1) };
}

/** What stands there while there is nothing to show. @param what "The journey" */
export function Waiting({ answer, what }: { answer: Answer<unknown>; what: string }) {
  if (answer.failure) {
    return (
      <p class="failure" role="alert">
        {words.common.notLoaded(what, answer.failure)}{" "}
        <button type="button" class="quiet" onClick={answer.again}>{words.common.tryAgain}</button>
      </p>
    );
  }
  return answer.body === undefined ? <p class="hint">{words.common.loading}</p> : null;
}
