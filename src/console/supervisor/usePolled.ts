/** Asks the collector again and again for what a page shows, and says how old that is. */
import { useEffect, useState } from "preact/hooks";
import type { Reply } from "../desk";
import { startPolling } from "../poll";

/** A few answers that did not come. */
const STALE_MS = 15_000;
const TICK_MS = 1_000;

export interface Polled<T> {
  /** The last that came. */
  body: T | undefined;
  failure: string;
  /** Since it came, milliseconds. */
  ageMs: number;
  fresh: boolean;
}

/** @param what changes when something else is asked for: what came before it is no answer to that */
export function usePolled<T>(ask: () => Promise<Reply<T>>, { what, everyMs }: { what: string; everyMs: number }): Polled<T> {
  const [told, setTold] = useState<{ what: string; body: T; at: number }>();
  const [failure, setFailure] = useState("");
  const [here, setHere] = useState(Date.now);
  useEffect(() => startPolling({
    ask,
    everyMs,
    onReply: (reply) => {
      setHere(Date.now());
      setFailure(reply.ok ? "" : reply.reason);
      if (reply.ok) setTold({ what, body: reply.body, at: Date.now() });
    },
  }), [what, everyMs]);
  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const own = told?.what === what ? told : undefined;
  const ageMs = own ? Math.max(0, here - own.at) : 0;
  return { body: own?.body, failure, ageMs, fresh: own !== undefined && !failure && ageMs < everyMs + STALE_MS };
}
