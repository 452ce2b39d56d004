/** Holds what has come of a journey: the newest steps whenever there is news, earlier ones when they are wanted, and which have come while somebody looked. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useAnswer, type Answer } from "../answer";
import type { Desk } from "../desk";
import { joined, loadEarlier, loadSteps, renew, type Reel } from "./loadSteps";
import { inOrder } from "./order";

/** How long what is new is marked. */
const NEW_MS = 10_000;

export interface Reels {
  answer: Answer<Reel[]>;
  reels: Reel[] | undefined;
  /** Ids of what has come in the last few seconds. */
  fresh: ReadonlySet<string>;
  isLoading: boolean;
  /** Why earlier ones did not come. */
  failure: string;
  more(): Promise<void>;
}

/** @param n changes whenever the collector may have more to tell */
export function useReels(desk: Pick<Desk, "ask">, queries: string[], n: number): Reels {
  const answer = useAnswer(() => loadSteps(desk, queries), n);
  const [reels, setReels] = useState<Reel[]>();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [isLoading, setLoading] = useState(false);
  const [failure, setFailure] = useState("");
  const seen = useRef<Set<string>>(undefined);
  const loading = useRef(false);

  useEffect(() => {
    const body = answer.body;
    if (!body) return;
    setReels((held) => renew(held, body));
    const ids = joined(body).steps.map(({ id }) => id);
    const before = seen.current;
    seen.current = new Set([...(before ?? []), ...ids]);
    const news = before ? ids.filter((id) => !before.has(id)) : [];
    if (!news.length) return;
    // Each has its time, whatever else is answered meanwhile.
    setFresh((held) => new Set([...held, ...news]));
    setTimeout(() => setFresh((held) => new Set([...held].filter((id) => !news.includes(id)))), NEW_MS);
  }, [answer.body]);

  const more = async () => {
    if (!reels || loading.current) return;
    loading.current = true;
    setLoading(true);
    const reply = await loadEarlier(desk, reels);
    loading.current = false;
    setLoading(false);
    setFailure(reply.ok ? "" : reply.reason);
    if (!reply.ok) return;
    // What has come meanwhile stays.
    setReels((held) => reply.body.map((reel) => ({ ...reel, steps: inOrder([...reel.steps, ...(held?.find(({ query }) => query === reel.query)?.steps ?? [])]) })));
    for (const { steps } of reply.body) for (const { id } of steps) seen.current?.add(id);
  };

  return { answer, reels, fresh, isLoading, failure, more };
}
