import { beforeEach, expect, it, vi } from "vitest";
import { stamp } from "../../src/sdk/session/profile";
import { createOutbox } from "../../src/sdk/storage/outbox";
import { createFakeDisk, nextId, stubLocalStorage } from "./fakes";
import type { Profile } from "../../src/sdk/session/profile";
import type { Store } from "../../src/sdk/storage/store";

const MINUTE = 60_000;

beforeEach(() => {
  stubLocalStorage();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return () => vi.useRealTimers();
});
const draft = (at: number, type = "page.viewed") => ({ id: nextId(), type, at, url: "https://shop.example/", data: {} });

function createTab(store: Store) {
  const outbox = createOutbox({
    store,
    name: "parley:pk_test",
    stamping: { idleMs: 20 * MINUTE, newId: nextId, arrival: () => ({ referrer: "https://search.example/" }) },
    now: () => 1_000_000,
    draft: (type, data) => ({ ...draft(1_000_000, type), data }),
    tell: () => {},
    settled: () => {},
    wake: () => {},
    log: () => {},
  });
  const view = (at: number) => {
    outbox.push(draft(at));
    return outbox.settle();
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
  const rows = await disk.rows(9);
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

it("leaves what is still on its way to the next page, which gives it the numbers that it was sent with", async () => {
  const disk = createFakeDisk();
  const { update } = disk;
  const tab = createTab(disk);
  await tab.view(1);
  // The page goes before the disk has answered.
  disk.update = () => new Promise(() => {});
  void tab.view(2);
  void tab.view(3);
  tab.outbox.hurry();
  tab.outbox.hurry();
  const sent = tab.outbox.unsent().map(({ id, seq }) => [id, seq]);
  expect(sent.map(([, seq]) => seq)).toEqual([0, 1, 2, 3]);
  disk.update = update;
  const next = createTab(disk);
  await next.view(4);
  await next.view(5);
  const rows = (await disk.rows(9)).map(({ id, seq }) => [id, seq]);
  expect(rows.slice(0, 4)).toEqual(sent);
  expect(rows.map(([, seq]) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
});

it("leaves a log-out of the last moment to the next page: what came before is still the old visitor's, what comes after is the new one's", async () => {
  const disk = createFakeDisk();
  const { update } = disk;
  const tab = createTab(disk);
  await tab.view(1);
  disk.update = () => new Promise(() => {});
  void tab.view(2);
  tab.outbox.push((profile) => {
    delete profile.session;
    Object.assign(profile, { visitor: "next" });
    return [];
  });
  tab.outbox.hurry();
  disk.update = update;
  const next = createTab(disk);
  await next.view(3);
  const rows = await disk.rows(9);
  const visitorAt = (at: number) => new Set(rows.filter((row) => row.at === at).map(({ visitor }) => visitor));
  expect(visitorAt(2)).toEqual(visitorAt(1));
  expect([...visitorAt(3)]).toEqual(["next"]);
  expect(disk.profile()!.visitor).toBe("next");
});

it("does not turn back the numbers that other tabs have used meanwhile", async () => {
  const disk = createFakeDisk();
  const { update } = disk;
  const [one, two] = [createTab(disk), createTab(disk)];
  await one.view(1);
  await two.view(2);
  await two.view(3);
  disk.update = () => new Promise(() => {});
  void one.view(4);
  one.outbox.hurry();
  disk.update = update;
  await two.view(5);
  // What was hurried knew of them too, and is adopted with its number.
  expect(one.rows.at(-1)!.seq).toBe(4);
  expect((await disk.rows(9)).map(({ at, seq }) => [at, seq])).toEqual([[1, 0], [1, 1], [2, 2], [3, 3], [4, 4], [5, 5]]);
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
  expect(await disk.rows(9)).toEqual([]);
  await tab.view(3);
  expect(tab.outbox.profile()!.visitor).not.toBe(before);
});

it("leaves to the next page even what came before anybody knew who visits", async () => {
  const disk = createFakeDisk();
  const { update } = disk;
  const tab = createTab(disk);
  disk.update = () => new Promise(() => {});
  void tab.view(1);
  tab.outbox.hurry();
  disk.update = update;
  const next = createTab(disk);
  await next.view(2);
  expect(next.rows.map(({ type, at, seq }) => [type, at, seq])).toEqual([["session.started", 1, 0], ["page.viewed", 1, 1], ["page.viewed", 2, 2]]);
});

it("does not record twice what was hurried when the page lives on after all", async () => {
  const disk = createFakeDisk();
  const tab = createTab(disk);
  await tab.view(1);
  const viewed = tab.view(2);
  tab.outbox.hurry();
  await viewed;
  await tab.view(3);
  expect((await disk.rows(9)).map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
});

it("goes on in memory when the disk fails, in the same session, says so once, and still hands out every row", async () => {
  const disk = createFakeDisk();
  const tab = createTab(disk);
  await tab.view(1);
  disk.fate = "refused";
  await tab.view(2);
  await tab.view(3);
  expect(new Set(tab.rows.map(({ session }) => session)).size).toBe(1);
  expect(tab.rows.map(({ type, seq }) => [type, seq])).toEqual([["session.started", 0], ["page.viewed", 1], ["page.viewed", 2], ["sdk.degraded", 3], ["page.viewed", 4]]);
  expect(await tab.outbox.rows(10)).toHaveLength(5);
  await tab.outbox.remove([tab.rows[0]!]);
  expect(await tab.outbox.rows(10)).toHaveLength(4);
});

it("is not stretched by a session from the future: since then the clock was turned back", () => {
  const stamping = { idleMs: 20 * MINUTE, newId: nextId, arrival: () => ({}) };
  const year = 365 * 24 * 60 * MINUTE;
  const profile: Profile = { visitor: "v", steps: 0, grown: 0, running: [], session: { id: "s", startedAt: year, lastAt: year, seq: 7 } };
  expect(stamp(profile, [draft(0)], stamping).map(({ session, seq }) => [session, seq])).toEqual([["s", 7]]);
  expect(profile.session!.lastAt).toBe(0);
  // Tabs whose clocks differ by a little do not shorten it.
  stamp(profile, [draft(5 * MINUTE), draft(4 * MINUTE)], stamping);
  expect(profile.session!.lastAt).toBe(5 * MINUTE);
  expect(stamp(profile, [draft(26 * MINUTE)], stamping).map(({ type, seq }) => [type, seq])).toEqual([["session.started", 0], ["page.viewed", 1]]);
});

it("keeps the number of what has one already", () => {
  const profile: Profile = { visitor: "v", steps: 0, grown: 0, running: [], session: { id: "s", startedAt: 0, lastAt: 0, seq: 7 } };
  const row = { ...draft(1), session: "s", seq: 3, visitor: "v" };
  expect(stamp(profile, [row, draft(2)], { idleMs: MINUTE, newId: nextId, arrival: () => ({}) }).map(({ seq }) => seq)).toEqual([3, 7]);
});
