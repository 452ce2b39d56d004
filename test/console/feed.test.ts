import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startFeed } from "../../src/console/feed";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** As much of an `EventSource` as the feed uses. */
function createSource() {
  const target = new EventTarget();
  const source = Object.assign(target, { readyState: 1, CLOSED: 2, onopen: () => {}, onerror: () => {}, close: vi.fn() });
  // The one cast: a browser's object stood in for.
  return { source, asReal: source as unknown as EventSource };
}

function start() {
  const opened: ReturnType<typeof createSource>[] = [];
  const heard: unknown[] = [];
  const stop = startFeed({
    onFrame: (event, frame) => heard.push([event, frame.now]),
    onState: (state) => heard.push(state),
    onRefused: () => heard.push("refused"),
    open: () => {
      const made = createSource();
      opened.push(made);
      return made.asReal;
    },
  });
  return { opened, heard, stop };
}

test("hands snapshots and changes on, and says when it is live", () => {
  const { opened, heard } = start();
  opened[0]!.source.onopen();
  opened[0]!.source.dispatchEvent(new MessageEvent("snapshot", { data: '{"now":1,"cards":[]}' }));
  opened[0]!.source.dispatchEvent(new MessageEvent("cards", { data: '{"now":2,"cards":[]}' }));
  expect(heard).toEqual(["live", ["snapshot", 1], ["cards", 2]]);
});

test("leaves a lost connection to the browser, which resumes where it was", () => {
  const { opened, heard } = start();
  opened[0]!.source.readyState = 0;
  opened[0]!.source.onerror();
  vi.advanceTimersByTime(60_000);
  expect(heard).toEqual(["reconnecting"]);
  expect(opened.length).toBe(1);
});

test("opens a new stream when the browser gave up, with growing pauses, until stopped", () => {
  const { opened, heard, stop } = start();
  const refuse = () => {
    const { source } = opened[opened.length - 1]!;
    source.readyState = 2;
    source.onerror();
  };
  refuse();
  expect(heard).toEqual(["reconnecting", "refused"]);
  vi.advanceTimersByTime(2_000);
  expect(opened.length).toBe(2);
  refuse();
  vi.advanceTimersByTime(2_000);
  expect(opened.length).toBe(2);
  vi.advanceTimersByTime(2_000);
  expect(opened.length).toBe(3);
  refuse();
  stop();
  vi.advanceTimersByTime(60_000);
  expect(opened.length).toBe(3);
});
