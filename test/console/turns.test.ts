import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeTurns, type Locks } from "../../src/console/turns";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** As much of a browser's locks as is used. */
function createLocks(): Locks {
  const named = new Map<string, ReturnType<typeof createLock>>();
  const request = (name: string, ...how: Parameters<ReturnType<typeof createLock>>) => {
    if (!named.has(name)) named.set(name, createLock());
    return named.get(name)!(...how);
  };
  // The one cast: a browser's object stood in for.
  return { request } as unknown as Locks;
}

function createLock() {
  const waiting: { run: () => void }[] = [];
  let holder: { refuse: () => void } | undefined;
  const next = () => void (holder || waiting.shift()?.run());
  return ({ steal, signal }: { steal?: boolean; signal?: AbortSignal }, hold: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      const refuse = () => reject(new DOMException("Taken", "AbortError"));
      const mine = { refuse };
      const one = {
        run() {
          holder = mine;
          void hold().then(() => {
            if (holder === mine) holder = undefined;
            resolve();
            next();
          });
        },
      };
      signal?.addEventListener("abort", () => {
        const at = waiting.indexOf(one);
        if (at >= 0) waiting.splice(at, 1);
        if (holder !== mine) refuse();
      });
      if (steal) {
        holder?.refuse();
        return one.run();
      }
      waiting.push(one);
      next();
    });
}

function open(locks: Locks | undefined, visibilityState: DocumentVisibilityState, site = "pk_1") {
  const page = Object.assign(new EventTarget(), { visibilityState });
  const tab = { isMine: false, isResting: false };
  const leave = takeTurns({
    site,
    onTurn: (isMine) => void (tab.isMine = isMine),
    onRest: (isResting) => void (tab.isResting = isResting),
    page: page as unknown as Document,
    ...(locks && { locks }),
  });
  const look = (next: DocumentVisibilityState) => {
    page.visibilityState = next;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  return { tab, leave, look };
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
const states = (...tabs: ReturnType<typeof open>[]) => tabs.map(({ tab: { isMine, isResting } }) => (isMine ? "listens" : isResting ? "rests" : "stays"));

test("the tab that was shown last listens, and the others rest a little later", async () => {
  const locks = createLocks();
  const tabs = [1, 2, 3].map(() => open(locks, "hidden"));
  const [a, b, c] = tabs as [(typeof tabs)[0], (typeof tabs)[0], (typeof tabs)[0]];
  // Who is opened where nobody sees it does not even begin.
  await until(() => expect(states(a, b, c)).toEqual(["listens", "rests", "rests"]));
  b.look("visible");
  await until(() => expect(states(a, b, c)).toEqual(["stays", "listens", "rests"]));
  vi.advanceTimersByTime(2_000);
  expect(states(a, b, c)).toEqual(["stays", "listens", "rests"]);
  vi.advanceTimersByTime(1_000);
  expect(states(a, b, c)).toEqual(["rests", "listens", "rests"]);
  // Nobody sees any of them: the last goes on.
  b.look("hidden");
  vi.advanceTimersByTime(60_000);
  expect(states(a, b, c)).toEqual(["rests", "listens", "rests"]);
  c.look("visible");
  expect(c.tab.isResting).toBe(false);
  await until(() => expect(states(a, b, c)).toEqual(["rests", "stays", "listens"]));
  vi.advanceTimersByTime(60_000);
  expect(states(a, b, c)).toEqual(["rests", "rests", "listens"]);
  for (const { leave } of tabs) leave();
});

test("when the one that listens is closed, another does, and is awake", async () => {
  const locks = createLocks();
  const [a, b] = [open(locks, "visible"), open(locks, "hidden")];
  await until(() => expect(a.tab.isMine).toBe(true));
  vi.advanceTimersByTime(60_000);
  expect(states(a, b)).toEqual(["listens", "rests"]);
  a.leave();
  await until(() => expect(b.tab).toEqual({ isMine: true, isResting: false }));
  expect(a.tab.isMine).toBe(true);
  b.leave();
});

test("two windows side by side are both awake, and one of them has the turn", async () => {
  const locks = createLocks();
  const [a, b] = [open(locks, "visible"), open(locks, "visible")];
  await until(() => expect(states(a, b)).toEqual(["stays", "listens"]));
  vi.advanceTimersByTime(60_000);
  expect(states(a, b)).toEqual(["stays", "listens"]);
  a.leave();
  b.leave();
});

test("of two sites one tab each listens, and neither takes the other's turn", async () => {
  const locks = createLocks();
  const tabs = [open(locks, "visible"), open(locks, "hidden"), open(locks, "visible", "pk_2"), open(locks, "hidden", "pk_2")] as const;
  await until(() => expect(states(...tabs)).toEqual(["listens", "rests", "listens", "rests"]));
  // Nobody sees any of them.
  tabs[0].look("hidden");
  tabs[2].look("hidden");
  vi.advanceTimersByTime(60_000);
  expect(states(...tabs)).toEqual(["listens", "rests", "listens", "rests"]);
  tabs[3].look("visible");
  await until(() => expect(states(...tabs)).toEqual(["listens", "rests", "stays", "listens"]));
  for (const { leave } of tabs) leave();
});

test("where there are no locks, each listens and none rests", () => {
  vi.stubGlobal("navigator", {});
  const a = open(undefined, "hidden");
  vi.advanceTimersByTime(60_000);
  expect(a.tab).toEqual({ isMine: true, isResting: false });
});
