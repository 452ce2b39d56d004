import { afterEach, expect, test, vi } from "vitest";
import { createAlerts, showNotification } from "../../src/console/alerts";
import type { Preferences } from "../../src/console/preferences";
import type { ConversationCard } from "../../src/protocol/card";

afterEach(() => void vi.unstubAllGlobals());

const talk = (id: string, queue?: string): ConversationCard =>
  ({ kind: "conversation", id, status: "waiting", channel: "chat", queues: queue ? [queue] : [], agents: [], startedAt: 0, since: 0, waitedMs: 0, talkedMs: 0, lastAt: 0, n: 1 });

/** Who looks at another window, and has asked for both, unless it is said otherwise. */
function start({ isInFront = false, visibilityState = "visible", ...wanted }: Partial<Preferences> & { isInFront?: boolean; visibilityState?: DocumentVisibilityState } = {}) {
  const happened: string[] = [];
  const clock = { now: 0 };
  const chosen: Preferences = { shortcuts: true, sound: true, notify: true, quiet: true, ...wanted };
  const { alert } = createAlerts({
    chosen: () => chosen,
    page: { visibilityState, hasFocus: () => isInFront },
    play: () => happened.push("sound"),
    notify: (text) => happened.push(text),
    now: () => clock.now,
  });
  return { alert, happened, clock, chosen };
}

test("a new conversation is heard and shown, and what is no news is neither", () => {
  const { alert, happened } = start();
  alert([]);
  expect(happened).toEqual([]);
  alert([talk("a", "Sales"), talk("b", "Support")]);
  expect(happened).toEqual(["sound", "2 new conversations waiting in Sales, Support"]);
});

test("each only where it was asked for, as it was chosen last", () => {
  const { alert, happened, chosen, clock } = start({ sound: false });
  alert([talk("a")]);
  expect(happened).toEqual(["1 new conversation waiting"]);
  Object.assign(chosen, { sound: true, notify: false });
  alert([talk("b")]);
  expect(happened.slice(1)).toEqual(["sound"]);
  Object.assign(chosen, { sound: false });
  clock.now = 60_000;
  alert([talk("c")]);
  expect(happened.length).toBe(2);
});

test("the sound comes every two seconds at most, and a notification each time", () => {
  const { alert, happened, clock } = start();
  const sounds = () => happened.filter((one) => one === "sound").length;
  alert([talk("a")]);
  clock.now = 1_999;
  alert([talk("b")]);
  expect([sounds(), happened.length]).toEqual([1, 3]);
  clock.now = 2_000;
  alert([talk("c")]);
  expect([sounds(), happened.length]).toEqual([2, 5]);
});

test("a page that is seen and has the focus is quiet, where that was asked for", () => {
  const about = (given: Parameters<typeof start>[0]) => {
    const { alert, happened } = start(given);
    alert([talk("a")]);
    return happened.length;
  };
  expect(about({ isInFront: true })).toBe(0);
  expect(about({ isInFront: true, quiet: false })).toBe(2);
  expect(about({ isInFront: true, visibilityState: "hidden" })).toBe(2);
  expect(about({ isInFront: false })).toBe(2);
});

test("the desktop's notification names nobody, replaces the one before of the same site, and leads to the page", () => {
  const shown: { title: string; body?: string | undefined; tag?: string | undefined; onclick?: () => void; isClosed?: true }[] = [];
  const focus = vi.fn();
  vi.stubGlobal("focus", focus);
  const stub = (permission: NotificationPermission) =>
    vi.stubGlobal("Notification", class {
      static permission = permission;
      onclick?: () => void;
      constructor(title: string, { body, tag }: NotificationOptions) {
        shown.push(Object.assign(this, { title, body, tag }));
      }
      close() {
        Object.assign(this, { isClosed: true });
      }
    });
  const { alert } = createAlerts({ chosen: () => ({ shortcuts: true, sound: false, notify: true, quiet: true }), page: { visibilityState: "hidden", hasFocus: () => false }, notify: (text) => showNotification("Shop – Parley", text, "pk_1") });
  alert([talk("a")]);
  stub("denied");
  alert([talk("a")]);
  expect(shown).toEqual([]);
  stub("granted");
  alert([{ ...talk("a", "Sales"), name: "Ada Byron" }]);
  alert([talk("b", "Sales")]);
  expect(shown.map(({ title, body, tag }) => [title, body, tag])).toEqual(Array(2).fill(["Shop – Parley", "1 new conversation waiting in Sales", "parley-waiting-pk_1"]));
  shown[1]!.onclick!();
  expect([focus.mock.calls.length, shown[1]!.isClosed]).toEqual([1, true]);
});
