import { beforeEach, expect, it, vi } from "vitest";
import { RESET_MARK } from "../../src/protocol/id";
import { stamp } from "../../src/sdk/session/profile";
import { createOutbox } from "../../src/sdk/storage/outbox";
import { createFakeDisk, nextId, stubLocalStorage } from "./fakes";
import type { Draft, Profile, Row } from "../../src/sdk/session/profile";
import type { Store } from "../../src/sdk/storage/store";

const MINUTE = 60_000;

beforeEach(() => {
  stubLocalStorage();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return () => vi.useRealTimers();
});
const draft = (at: number, type = "page.viewed") => ({ id: nextId(), type, at, url: "https://shop.example/", data: {} });

const begin = ({ at }: Draft) => ({ ...draft(at, "session.started"), data: { referrer: "https://search.example/" } });

function createTab(store: Store) {
  const outbox = createOutbox({
    store,
    name: "parley:pk_test",
    isOpen: () => true,
    stamping: { idleMs: 20 * MINUTE, newId: nextId, begin },
    emit: (type, data) => outbox.push({ ...draft(1_000_000, type), data }),
    settled: () => {},
    log: () => {},
  });
  const view = async (at: number) => {
    outbox.push(draft(at));
    await outbox.settle();
  };
  return {
    outbox,
    view,
    /** What this tab has recorded: nothing was sent yet. */
    get rows() {
      return outbox.unsent();
    },
  };
}

it("starts a session on arrival, with its referrer, and numbers its events from 0 without gaps", async () => {
  const tab = createTab(createFakeDisk());
  await tab.view(1_000);
  await tab.view(2_000);
  expect(tab.rows.map(({ type, seq }) => [type, seq])).toEqual([["session.started", 0], ["page.viewed", 1], ["page.viewed", 2]]);
  expect(tab.rows[0]!.data).toEqual({ referrer: "https://search.example/" });
});

it("gives two tabs that start at once one session, one start, and every number once", async () => {
  const disk = createFakeDisk();
  const [one, two] = [createTab(disk), createTab(disk)];
  await Promise.all([one.view(1), two.view(1), one.view(2), two.view(3)]);
  const rows = disk.all();
  // What one of them adopts of the other's is a copy.
  for (const row of [...one.rows, ...two.rows]) expect(rows).toContainEqual(row);
  expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
  expect(new Set(rows.map(({ visitor }) => visitor)).size).toBe(1);
  expect(rows.map(({ seq }) => seq).sort()).toEqual([0, 1, 2, 3, 4]);
  expect(rows.filter(({ type }) => type === "session.started")).toHaveLength(1);
});

it("ends a session after 20 idle minutes, not before: the 21st starts a new one for the same visitor", async () => {
  const tab = createTab(createFakeDisk());
  await tab.view(0);
  await tab.view(20 * MINUTE);
  await tab.view(41 * MINUTE);
  const sessions = tab.rows.map(({ session }) => session);
  expect(sessions[2]).toBe(sessions[0]);
  expect(sessions[3]).not.toBe(sessions[0]);
  expect(tab.rows.slice(3).map(({ type, seq }) => [type, seq])).toEqual([["session.started", 0], ["page.viewed", 1]]);
  expect(new Set(tab.rows.map(({ visitor }) => visitor)).size).toBe(1);
});

it("stays in the session while another tab is active", async () => {
  const disk = createFakeDisk();
  const [one, two] = [createTab(disk), createTab(disk)];
  await one.view(0);
  await two.view(15 * MINUTE);
  await one.view(30 * MINUTE);
  expect(new Set([...one.rows, ...two.rows].map(({ session }) => session)).size).toBe(1);
});

it("gives what was left without a number its number on the next page, in the session that it was sent with", async () => {
  const disk = createFakeDisk();
  const old = { ...disk };
  const tab = createTab(old);
  await tab.view(1);
  // The page goes before the disk has answered.
  old.add = () => new Promise(() => {});
  old.update = () => new Promise(() => {});
  void tab.view(2);
  void tab.view(3);
  tab.outbox.hurry();
  const sent = tab.outbox.unsent();
  expect(sent.map(({ seq }) => seq)).toEqual([0, 1, undefined, undefined]);
  const next = createTab(disk);
  await next.view(4);
  expect(disk.all().map(({ at, seq }) => [at, seq])).toEqual([[1, 0], [1, 1], [2, 2], [3, 3], [4, 4]]);
  expect(disk.all().slice(0, 4)).toEqual(sent.map((row, seq) => ({ ...row, seq })));
});

it("ends the session and the visitor with a log-out: what came before is still the old one's, what comes after is the new one's", async () => {
  const disk = createFakeDisk();
  const tab = createTab(disk);
  await tab.view(1);
  const old = tab.outbox.profile()!.visitor;
  for (const event of [draft(2), draft(3, "identity.reset"), draft(4)]) tab.outbox.push(event);
  await tab.outbox.settle();
  const [before, after] = [0, 1].map((i) => disk.all().filter(({ visitor }) => (visitor === old) === !i).map(({ at, type, seq }) => [at, type, seq]));
  expect(before).toEqual([[1, "session.started", 0], [1, "page.viewed", 1], [2, "page.viewed", 2], [3, "identity.reset", 3]]);
  expect(after).toEqual([[4, "session.started", 0], [4, "page.viewed", 1]]);
  expect(tab.outbox.profile()!.visitor).not.toBe(old);
  // The collector knows by it that no cookie from before may say who this is.
  expect([old, tab.outbox.profile()!.visitor].map((visitor) => visitor.endsWith(RESET_MARK))).toEqual([false, true]);
});

it("leaves a log-out of the last moment to the next page", async () => {
  const disk = createFakeDisk();
  const old = { ...disk };
  const tab = createTab(old);
  await tab.view(1);
  old.add = () => new Promise(() => {});
  old.update = () => new Promise(() => {});
  void tab.view(2);
  tab.outbox.push(draft(3, "identity.reset"));
  tab.outbox.hurry();
  const next = createTab(disk);
  await next.view(4);
  const visitorAt = (at: number) => [...new Set(disk.all().filter((row) => row.at === at).map(({ visitor }) => visitor))];
  expect([visitorAt(2), visitorAt(3)]).toEqual([visitorAt(1), visitorAt(1)]);
  expect(visitorAt(4)).toEqual([disk.profile()!.visitor]);
  expect(visitorAt(4)).not.toEqual(visitorAt(1));
});

it("forgets for good when it is cleared, also what was on its way", async () => {
  const disk = createFakeDisk();
  const tab = createTab(disk);
  await tab.view(1);
  const before = tab.outbox.profile()!.visitor;
  void tab.view(2);
  tab.outbox.clear();
  expect(tab.outbox.profile()).toBeUndefined();
  expect(tab.outbox.unsent()).toEqual([]);
  await tab.outbox.settle();
  expect(disk.all()).toEqual([]);
  await tab.view(3);
  expect(tab.outbox.profile()!.visitor).not.toBe(before);
});

it("leaves to the next page even what came before anybody knew who visits", async () => {
  const disk = createFakeDisk();
  const old = { ...disk };
  const tab = createTab(old);
  old.add = () => new Promise(() => {});
  old.update = () => new Promise(() => {});
  void tab.view(1);
  tab.outbox.hurry();
  expect(tab.outbox.unsent()).toEqual([]);
  const next = createTab(disk);
  await next.view(2);
  expect(next.rows.map(({ type, at, seq }) => [type, at, seq])).toEqual([["session.started", 1, 0], ["page.viewed", 1, 1], ["page.viewed", 2, 2]]);
});

it("goes on in memory when the disk fails, in the same session, says so once, and still hands out every row", async () => {
  const disk = createFakeDisk();
  const tab = createTab(disk);
  await tab.view(1);
  disk.fate = "refused";
  await tab.view(2);
  await tab.view(3);
  expect(new Set(tab.rows.map(({ session }) => session)).size).toBe(1);
  expect(tab.rows.map(({ type, seq }) => [type, seq])).toEqual([["session.started", 0], ["page.viewed", 1], ["page.viewed", undefined], ["sdk.degraded", undefined], ["page.viewed", undefined]]);
  expect(await tab.outbox.settle(10)).toHaveLength(5);
  await tab.outbox.remove([tab.rows[0]!], "done");
  expect(await tab.outbox.settle(10)).toHaveLength(4);
});

it("goes on for the same visitor and session on the next page whose disk fails, too", async () => {
  const disk = createFakeDisk();
  const first = createTab(disk);
  await first.view(1);
  disk.fate = "refused";
  const next = createTab(disk);
  await next.view(2);
  const after = createTab(disk);
  await after.view(3);
  const whose = (rows: Row[]) => new Set(rows.map(({ session, visitor }) => `${session} ${visitor}`));
  expect(whose(next.rows)).toEqual(whose(first.rows));
  expect(whose(after.rows)).toEqual(whose(first.rows));
});

it("is not stretched by a session from the future: since then the clock was turned back", () => {
  const stamping = { idleMs: 20 * MINUTE, newId: nextId, begin };
  const year = 365 * 24 * 60 * MINUTE;
  const profile: Profile = { visitor: "v", grown: 0, session: { id: "s", startedAt: year, lastAt: year, seq: 7 } };
  expect(stamp(profile, [draft(0)], stamping).map(({ session, seq }) => [session, seq])).toEqual([["s", 7]]);
  expect(profile.session!.lastAt).toBe(0);
  // Tabs whose clocks differ by a little do not shorten it.
  stamp(profile, [draft(5 * MINUTE), draft(4 * MINUTE)], stamping);
  expect(profile.session!.lastAt).toBe(5 * MINUTE);
  expect(stamp(profile, [draft(26 * MINUTE)], stamping).map(({ type, seq }) => [type, seq])).toEqual([["session.started", 0], ["page.viewed", 1]]);
});
