/** Decides when and what to send: the policy, without mechanism. A row leaves the outbox only when the collector has answered for it. */
import { BATCH_EVENTS, COALESCE_MS, RETRY_MAX_MS, RETRY_MS } from "../../protocol/limits";
import { formatBatch, takeBatch } from "./batch";
import type { Outbox } from "../storage/outbox";
import type { Outcome } from "./post";
import type { Row } from "../session/profile";

export interface Sender {
  /** Sends soon, together with what comes in the meantime; what is urgent goes at once. */
  schedule(urgent: boolean): void;
  /** Sends everything that waits, other tabs' rows too. Settles when it was tried. */
  flush(): Promise<void>;
  /** The page may be about to go: sends this tab's rows without waiting for disk or for other tabs. */
  leave(): void;
}

export interface SenderOptions {
  key: string;
  outbox: Outbox;
  post: (body: string) => Promise<Outcome>;
  now: () => number;
  /** Runs one drain at a time over all tabs, where the browser can. */
  alone: (task: () => Promise<void>) => Promise<void>;
  log: (...said: unknown[]) => void;
}

/** Bodies of the exit path stay small: the 64 KiB that a page may have in flight are shared with everyone on it. */
const LEAVE_BYTES = 16_384;

export function createSender({ key, outbox, post, now, alone, log }: SenderOptions): Sender {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let pausedUntil = 0;
  let limit = BATCH_EVENTS;
  let draining = Promise.resolve();
  const flying = new Set<Row["id"]>();

  const send = async (rows: Row[]): Promise<Outcome> => {
    for (const { id } of rows) flying.add(id);
    const outcome = await post(formatBatch(rows, { key, sentAt: now() }));
    for (const { id } of rows) flying.delete(id);
    log(rows, outcome);
    // An event that is too large on its own will never be taken.
    if (outcome.kind === "split" && !rows[1]) outcome.kind = "done";
    if (outcome.kind === "done") await outbox.remove(rows);
    return outcome;
  };

  const drain = async (): Promise<void> => {
    while (now() >= pausedUntil) {
      const rows = takeBatch(await outbox.rows(limit));
      if (!rows.length) return;
      const { kind, waitMs } = await send(rows);
      limit = kind === "split" ? rows.length >> 1 : BATCH_EVENTS;
      if (kind === "retry") {
        // Full jitter, so that the pages of a site do not come back all at once.
        pausedUntil = now() + (waitMs || Math.random() * Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** ++failures));
      } else failures = 0;
    }
    // Whoever asks during a pause is answered at its end.
    wake(pausedUntil - now());
  };

  // One after the other: what came while one drain was sending is for the next.
  const flush = () => (draining = draining.then(() => alone(drain)).catch(log));

  const wake = (ms: number) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, ms);
  };

  return {
    schedule(urgent) {
      if (urgent) timer = void clearTimeout(timer);
      wake(urgent ? 0 : COALESCE_MS);
    },
    flush,
    leave() {
      let rows = outbox.unsent().filter(({ id }) => !flying.has(id));
      while (rows.length && now() >= pausedUntil) {
        const batch = takeBatch(rows, LEAVE_BYTES);
        void send(batch);
        rows = rows.slice(batch.length);
      }
    },
  };
}
