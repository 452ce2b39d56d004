/** Decides when and what to send: the policy, without mechanism. A row leaves the outbox only when the collector has answered for it. */
import { BATCH_EVENTS, LEAVE_BYTES, RETRY_AFTER_MAX_MS, RETRY_MS, RETRY_QUICKLY, RETRY_SLOWLY_MS } from "../../protocol/limits";
import { encode } from "../bytes";
import { formatBatch, takeBatch } from "./batch";
import type { Consent } from "../../protocol/event";
import type { Outbox } from "../storage/outbox";
import type { Outcome, Post } from "./post";
import type { Row } from "../session/profile";

export interface Sender {
  /** Sends in that many milliseconds, or before, together with what comes in the meantime. */
  wake(ms: number): void;
  /** Sends everything that waits, other tabs' rows too. Settles when it was tried. */
  flush(): Promise<void>;
  /** The page may be about to go: sends this tab's rows without waiting for disk or for other tabs. */
  leave(): void;
  /** There is a network again: the pauses that were made for the lack of it are over. */
  resume(): void;
}

export interface SenderOptions {
  key: string;
  outbox: Pick<Outbox, "settle" | "unsent" | "remove">;
  post: Post;
  now: () => number;
  /** What the visitor allows. */
  consent: () => Consent | undefined;
  /** May anything be stored and sent? */
  isOpen: () => boolean;
  /** Runs one drain at a time over all tabs. */
  alone: (drain: () => Promise<void>) => Promise<void>;
  /** Until when the collector does not want to hear of any page, in milliseconds since 1970. */
  until: { read(): number; write(until: number): void };
  /** Hears what the collector answers to events that it has taken. */
  answered: (text: string) => void;
  log: (...said: unknown[]) => void;
}

export function createSender({ key, outbox, post, now, consent, isOpen, alone, until, answered, log }: SenderOptions): Sender {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Infinity;
  let failures = 0;
  let pausedUntil = 0;
  let limit = BATCH_EVENTS;
  let draining: Promise<void> = Promise.resolve();
  const flying = new Set<Row["id"]>();

  const askedMs = () => {
    const ms = until.read() - now();
    // Longer than any answer can ask for: the clock was turned back.
    return ms > RETRY_AFTER_MAX_MS ? 0 : ms;
  };
  const waitMs = () => Math.max(pausedUntil - now(), askedMs());

  const send = async (rows: Row[], leaving: boolean): Promise<Partial<Outcome>> => {
    const allowed = consent();
    const text = formatBatch(rows, { key, sentAt: now(), consent: allowed });
    const body = leaving ? encode(text) : await post.pack(text);
    // Consent may be taken back meanwhile, and while the collector answers: then there is nothing to send, or to keep books on;
    // and what is still allowed is packed anew.
    if (!isOpen() || consent() !== allowed) return {};
    for (const { id } of rows) flying.add(id);
    const outcome = await post.send(body, leaving);
    for (const { id } of rows) flying.delete(id);
    log(rows, outcome);
    const { verdict, waitMs: wait, asked, text: answer } = outcome;
    if (!isOpen()) return {};
    if (verdict === "done") answered(answer!);
    if (asked) until.write(now() + wait!);
    // An event that is too large on its own will never be taken.
    if (verdict === "done" || verdict === "refused" || (verdict === "too_large" && !rows[1])) await outbox.remove(rows, verdict);
    return outcome;
  };

  const drain = async (): Promise<void> => {
    for (;;) {
      const most = limit;
      const oldest = await outbox.settle(most);
      const rows = takeBatch(oldest);
      if (!rows[0]) return;
      // Whoever asks during a pause is answered at its end.
      const pause = waitMs();
      if (pause > 0) return wake(pause);
      const { verdict, waitMs: wait } = await send(rows, false);
      limit = verdict === "too_large" ? rows.length >> 1 || 1 : BATCH_EVENTS;
      if (verdict === "retry") {
        // Full jitter, so that the pages of a site do not come back all at once.
        const slow = ++failures > RETRY_QUICKLY ? RETRY_SLOWLY_MS : 0;
        pausedUntil = now() + (wait || slow + Math.random() * (4 * slow || RETRY_MS * 2 ** failures));
      } else failures = 0;
      // That was all; what came meanwhile has its own moment.
      if (verdict === "done" && rows === oldest && !rows[most - 1]) return;
    }
  };

  // One after the other: what came while one drain was sending is for the next.
  const flush = () => (draining = draining.then(() => (isOpen() && alone(drain)) as Promise<void>).catch(log));

  const wake = (ms: number) => {
    if (now() + ms >= due) return;
    due = now() + ms;
    clearTimeout(timer);
    timer = setTimeout(() => {
      due = Infinity;
      void flush();
    }, ms);
  };

  return {
    wake,
    flush,
    leave() {
      // A pause of our own is for the living; but where nothing gets through for long, the last word does not either.
      if (askedMs() > 0 || failures >= RETRY_QUICKLY) return;
      const rows = outbox.unsent().filter(({ id }) => !flying.has(id));
      while (rows[0]) void send(rows.splice(0, takeBatch(rows, LEAVE_BYTES).length), true);
    },
    resume() {
      failures = pausedUntil = 0;
      // Others come back with us.
      wake(Math.random() * RETRY_MS);
    },
  };
}
