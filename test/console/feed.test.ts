import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startFeed } from "../../src/console/feed";

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** As much of an `EventSource` as the feed uses. */
function createSource() {
  const source = Object.assign(new EventTarget(), { readyState: 1, CLOSED: 2, onerror: () => {}, close: vi.fn() });
  const hear = (event: string, data = "", lastEventId = "") => source.dispatchEvent(new MessageEvent(event, { data, lastEventId }));
  const fail = (isRefused: boolean) => {
    source.readyState = isRefused ? 2 : 0;
    source.onerror();
  };
  return { source, hear, fail };
}

function start() {
  const opened: (ReturnType<typeof createSource> & { lastId: string })[] = [];
  const heard: unknown[] = [];
  const page = new EventTarget();
  const feed = startFeed({
    onFrame: (event, frame) => heard.push([event, frame.now]),
    onState: (state) => heard.push(state),
    onSettings: () => heard.push("settings"),
    onRefused: () => heard.push("refused"),
    open: (lastId) => {
      const made = { ...createSource(), lastId };
      opened.push(made);
      // The one cast: a browser's object stood in for.
      return made.source as unknown as EventSource;
    },
    page,
  });
  return { opened, heard, ...feed, page, last: () => opened[opened.length - 1]! };
}

test("hands on what there is and what changes, and says that it is live", () => {
  const { last, heard } = start();
  last().hear("snapshot", '{"now":1,"cards":[]}');
  last().hear("settings", "{}");
  last().hear("more", '{"now":2,"cards":[]}', "7");
  last().hear("cards", '{"now":3,"cards":[]}', "8");
  expect(heard).toEqual([{ isLive: true }, ["snapshot", 1], "settings", ["more", 2], ["cards", 3]]);
});

test("a lost connection is opened again after what was heard, soon and never later than a second and a half", () => {
  const { opened, last, heard } = start();
  last().hear("snapshot", '{"now":1,"cards":[]}', "7");
  vi.advanceTimersByTime(2_000);
  const [first] = opened;
  first!.fail(false);
  expect(heard.at(-1)).toEqual({ isLive: false, since: 1_000_000 });
  expect(first!.source.close).toHaveBeenCalled();
  vi.advanceTimersByTime(250);
  expect([opened.length, last().lastId]).toEqual([2, "7"]);
  for (let i = 3; i < 30; i++) {
    last().fail(false);
    vi.advanceTimersByTime(1_500);
    expect(opened.length).toBe(i);
  }
  expect(heard.filter((one) => one === "refused")).toEqual([]);
  last().hear("beat", "1");
  expect(heard.at(-1)).toEqual({ isLive: true });
});

test("a refusal asks whether the login holds, and waits longer each time, until stopped", () => {
  const { opened, heard, last, stop } = start();
  const pauses = [0, 1, 2, 3, 4, 5, 6].map(() => {
    last().fail(true);
    const before = opened.length;
    let waited = 0;
    for (; opened.length === before && waited < 60_000; waited += 50) vi.advanceTimersByTime(50);
    return waited;
  });
  expect(heard).toEqual([{ isLive: false, since: undefined }, ...Array<string>(7).fill("refused")]);
  expect(pauses[0]).toBeLessThanOrEqual(250);
  expect(pauses[6]).toBeGreaterThanOrEqual(3_750);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(5_000);
  last().fail(true);
  stop();
  const { length } = opened;
  vi.advanceTimersByTime(60_000);
  expect(opened.length).toBe(length);
});

test("a line that has fallen silent is old news since it was last heard, and another is opened; one that beats is not", () => {
  const { opened, heard, last } = start();
  last().hear("snapshot", '{"now":1,"cards":[]}', "7");
  for (let i = 0; i < 6; i++) {
    vi.advanceTimersByTime(5_000);
    last().hear("beat", "1");
  }
  expect(opened.length).toBe(1);
  const since = Date.now();
  vi.advanceTimersByTime(14_000);
  expect(heard.at(-1)).toEqual({ isLive: false, since });
  expect([opened.length, last().lastId]).toEqual([2, "7"]);
  // The new one is as silent.
  vi.advanceTimersByTime(14_000);
  expect(opened.length).toBe(3);
  const told = heard.length;
  opened[0]!.hear("cards", '{"now":9,"cards":[]}');
  opened[0]!.fail(false);
  expect(heard.length).toBe(told);
});

test("after a sleep, and when the network is back, another line is opened at once", () => {
  const { opened, last, heard, page } = start();
  last().hear("snapshot", '{"now":1,"cards":[]}', "7");
  vi.advanceTimersByTime(1_000);
  vi.setSystemTime(Date.now() + 8_000);
  vi.advanceTimersByTime(1_000);
  expect([opened.length, heard.at(-1)]).toEqual([2, { isLive: false, since: 1_000_000 }]);
  page.dispatchEvent(new Event("online"));
  expect(opened.length).toBe(3);
  last().hear("beat", "1");
  page.dispatchEvent(new Event("online"));
  expect(opened.length).toBe(3);
});

test("one that rests is closed and asks for nothing, and goes on after what was heard when it is woken", () => {
  const { opened, heard, last, page, rest, wake } = start();
  last().hear("snapshot", '{"now":1,"cards":[]}', "7");
  wake();
  expect(opened.length).toBe(1);
  const since = Date.now();
  rest();
  expect([heard.at(-1), last().source.close.mock.calls.length]).toEqual([{ isLive: false, since }, 1]);
  vi.advanceTimersByTime(60_000);
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(1_000);
  page.dispatchEvent(new Event("online"));
  last().fail(true);
  vi.advanceTimersByTime(60_000);
  expect(opened.length).toBe(1);
  wake();
  expect([opened.length, last().lastId]).toEqual([2, "7"]);
  last().hear("cards", '{"now":2,"cards":[]}', "9");
  expect(heard.slice(-2)).toEqual([{ isLive: true }, ["cards", 2]]);
});

test("one that has lost its line and rests then does not look for another", () => {
  const { opened, last, rest } = start();
  last().fail(false);
  rest();
  vi.advanceTimersByTime(60_000);
  expect(opened.length).toBe(1);
});
