/** What is to happen when: a clock of its own, which jumps from one thing to the next. */

export interface Agenda {
  /** Milliseconds since the day's beginning. */
  now(): number;
  /** To whole milliseconds, as clocks have them. */
  after(ms: number, task: () => void): void;
  /**
   * Goes on to the next thing and does it.
   *
   * @param untilMs what is to happen at that time or later stays undone
   * @returns whether there was anything
   */
  step(untilMs: number): boolean;
}

interface Entry {
  at: number;
  /** Of two things at the same time the one that was planned first comes first. */
  order: number;
  task: () => void;
}

export function createAgenda(): Agenda {
  /** A heap: no entry is due after the two that follow from its place. */
  const heap: Entry[] = [];
  let now = 0;
  let planned = 0;
  const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

  const rise = (entry: Entry) => {
    let place = heap.length;
    for (let above = (place - 1) >> 1; place > 0 && isBefore(entry, heap[above]!); above = (place - 1) >> 1) {
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = entry;
  };
  const sink = (entry: Entry) => {
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const right = left + 1;
      const next = right < heap.length && isBefore(heap[right]!, heap[left]!) ? right : left;
      if (next >= heap.length || !isBefore(heap[next]!, entry)) break;
      heap[place] = heap[next]!;
      place = next;
    }
    heap[place] = entry;
  };

  return {
    now: () => now,
    after: (ms, task) => rise({ at: now + Math.max(0, Math.round(ms)), order: planned++, task }),
    step(untilMs) {
      const [first] = heap;
      if (!first || first.at >= untilMs) return false;
      const last = heap.pop()!;
      if (heap.length) sink(last);
      now = first.at;
      first.task();
      return true;
    },
  };
}
