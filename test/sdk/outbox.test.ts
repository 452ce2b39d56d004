import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { RESET_MARK } from "../../src/protocol/id";
import { DISK_AGAIN_MS, DISK_MS, JOURNAL_MS, OUTBOX_EVENTS } from "../../src/protocol/limits";
import { createOutbox } from "../../src/sdk/storage/outbox";
import { createFakeDisk, nextId, stubLocalStorage } from "./fakes";
import type { Data } from "../../src/protocol/event";
import type { Row } from "../../src/sdk/session/profile";
import type { Store } from "../../src/sdk/storage/store";
import type { Fate, FakeDisk, Page } from "./fakes";

const name = "parley:pk_test";
let now: number;
let local: ReturnType<typeof stubLocalStorage>;

beforeEach(() => {
  now = 1_790_000_000_000;
  local = stubLocalStorage();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

const draft = (type: string, data: Data = {}, id = nextId()) => ({ id, type, at: now, url: "https://shop.example/", data });
const journals = () => Object.keys(local.kept).filter((key) => key.startsWith(`${name}:j`));
const ticks = async (count: number) => {
  for (let i = 0; i < count; i++) await null;
};

function createPage(disk: FakeDisk, { store, begins = () => {}, isOpen = () => true }: { store?: Store; begins?: () => void; isOpen?: () => boolean } = {}) {
  const page: Page = {};
  const told: string[] = [];
  const outbox = createOutbox({
    store: store ?? disk.connect(page),
    name,
    stamping: { idleMs: 1_200_000, newId: nextId, begin: () => (begins(), draft("session.started")) },
    // Nothing is done by a page that is no more.
    isOpen: () => !page.dead && isOpen(),
    emit: (type, data) => (told.push(type), outbox.push(draft(type, data))),
    settled: (begun) => told.push(...begun.map(({ type }) => type)),
    log: () => {},
  });
  const emit = (type = "page.viewed", id = nextId()) => {
    outbox.push(draft(type, {}, id));
    return id;
  };
  return {
    outbox,
    told,
    emit,
    /** Pushes and settles. */
    view(type?: string) {
      const id = emit(type);
      return outbox.settle().then(() => id);
    },
    die(commits = false) {
      Object.assign(page, { dead: true, commits });
    },
    /** From now on the disk does not come to what this page asks for; until the answer is called. */
    stall() {
      let answer = () => {};
      page.stall ??= new Promise<void>((resolve) => (answer = resolve)).then(() => delete page.stall) as Promise<never>;
      return answer;
    },
    /** The same, and it refuses at once. */
    refuse(refused = true) {
      page.refused = refused;
    },
    isStalled: () => !!page.stall || !!page.refused,
  };
}

/** Every one of these is there once, no number is used twice, none is missing. */
function expectAll(rows: Row[], ids: string[]) {
  const seen = rows.map(({ id }) => id);
  expect(new Set(seen).size).toBe(seen.length);
  expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
  const numbers = new Map<string, number[]>();
  for (const { session, seq } of rows) numbers.set(session, [...(numbers.get(session) ?? []), seq!]);
  for (const seqs of numbers.values()) expect(seqs.sort((a, b) => a - b)).toEqual(seqs.map((_, i) => i));
}

/** What the collector makes of rows that arrive: the first of an id counts, and a copy may tell its number. */
function createCollector() {
  const stored = new Map<string, Row>();
  // Every number, and whose it is.
  const numbers = new Map<string, string>();
  return {
    stored,
    take(rows: Row[]) {
      for (const row of rows) {
        const { id, session, seq } = row;
        const before = stored.get(id);
        if (!before) stored.set(id, row);
        else if (before.session === session) before.seq ??= seq!;
        if (seq === undefined) continue;
        const number = `${session} ${seq}`;
        expect(numbers.get(number) ?? id).toBe(id);
        numbers.set(number, id);
      }
    },
    /** Each session counts from 0, and no number is missing. */
    expectNoGap() {
      const highest = new Map<string, number>();
      for (const number of numbers.keys()) {
        const [session, seq] = number.split(" ");
        highest.set(session!, Math.max(highest.get(session!) ?? 0, Number(seq)));
      }
      expect([...highest.values()].reduce((sum, last) => sum + last + 1, 0)).toBe(numbers.size);
    },
  };
}

/** Another page comes. */
async function comeBack(disk: FakeDisk) {
  disk.fate = "fine";
  const next = createPage(disk);
  const id = await next.view();
  return { next, id };
}

describe("what is emitted", () => {
  it("is on its way to disk before its task ends, once a task", async () => {
    const disk = createFakeDisk();
    const add = vi.fn(disk.add);
    const page = createPage(disk, { store: { ...disk, add } });
    const ids = [page.emit(), page.emit(), page.emit()];
    expect(add).not.toHaveBeenCalled();
    await null;
    expect(add.mock.calls.map(([drafts]) => drafts.map(({ id }) => id))).toEqual([ids]);
    page.emit();
    await null;
    expect(add).toHaveBeenCalledTimes(2);
    expect(local.writes).toBe(0);
  });

  it("is numbered by the next page when its own dies without a word", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const ids = [page.emit(), page.emit()];
    await ticks(6);
    page.die();
    expect(disk.drafts().map(({ id }) => id)).toEqual(ids);
    const { id } = await comeBack(disk);
    expectAll(disk.all(), [...ids, id]);
    expect(disk.all().map(({ id }) => id).slice(1)).toEqual([...ids, id]);
    expect(disk.drafts()).toEqual([]);
  });

  it("is numbered by another tab that lives", async () => {
    const disk = createFakeDisk();
    const [one, two] = [createPage(disk), createPage(disk)];
    const ids = [one.emit(), await two.view(), one.emit()];
    await ticks(9);
    ids.push(await two.view());
    expectAll(disk.all(), ids);
    await one.outbox.settle();
    expectAll(disk.all(), ids);
  });

  it.each(["fine", "silent", "uncommitted", "unheard", "refused", "quota"] as Fate[])("survives its page, whatever becomes of the disk's last step: %s", async (fate) => {
    for (let moment = 0; moment < 12; moment++) {
      local = stubLocalStorage();
      const disk = createFakeDisk();
      const collector = createCollector();
      const page = createPage(disk);
      const ids = moment % 2 ? [await page.view()] : [];
      disk.fate = fate;
      ids.push(page.emit());
      void page.outbox.settle();
      await ticks(moment);
      ids.push(page.emit());
      if (moment % 3) await null;
      page.outbox.hurry();
      collector.take(page.outbox.unsent());
      page.die(moment % 4 === 0);
      await ticks(30);
      const { id } = await comeBack(disk);
      collector.take(disk.all());
      expect([...ids, id].filter((id) => !collector.stored.has(id))).toEqual([]);
      collector.expectNoGap();
      expect(journals()).toEqual([]);
    }
  });

  it("is one event when two tabs adopt it at the same moment", async () => {
    const disk = createFakeDisk();
    const collector = createCollector();
    const page = createPage(disk);
    const id = page.emit();
    page.outbox.hurry();
    page.die();
    const ids = await Promise.all([createPage(disk).view(), createPage(disk).view()]);
    collector.take(disk.all());
    expect([...collector.stored.keys()].sort().slice(-4)).toEqual(expect.arrayContaining([id, ...ids]));
    expect(collector.stored.size).toBe(4);
    collector.expectNoGap();
    expect(journals()).toEqual([]);
  });

  it("is recorded where localStorage refuses", async () => {
    local.full = true;
    const disk = createFakeDisk();
    const page = createPage(disk);
    const ids = [await page.view(), await page.view()];
    page.outbox.hurry();
    expectAll(disk.all(), ids);
    vi.stubGlobal("localStorage", undefined);
    page.outbox.hurry();
    ids.push(await page.view());
    expectAll(disk.all(), ids);
  });

  it("is recorded though somebody else wrote nonsense beside it", async () => {
    for (const nonsense of ["5", "{}", "[1]", '["a"]', "[null]", "{", '"a"', "[]", "[{}]", "[1,null]"]) {
      local = stubLocalStorage();
      local.kept[`${name}:jother`] = nonsense;
      const disk = createFakeDisk();
      const id = await createPage(disk).view();
      expectAll(disk.all(), [id]);
      expect(journals()).toEqual([]);
    }
  });

  it("is told where only the profile knew of it: the session's start", async () => {
    const page = createPage(createFakeDisk());
    await page.view();
    await page.view();
    expect(page.told).toEqual(["session.started"]);
    // And not what a page calls the same.
    await page.view("session.started");
    expect(page.told).toEqual(["session.started"]);
  });
});

describe("a disk that is busy with another tab", () => {
  const linger = () => vi.advanceTimersByTimeAsync(JOURNAL_MS);

  it("is not waited for: what a page is killed with after a moment is there once", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const ids = [await page.view()];
    await linger();
    const answer = page.stall();
    ids.push(page.emit(), page.emit());
    await ticks(9);
    expect(journals()).toEqual([]);
    await linger();
    page.die();
    answer();
    await ticks(9);
    ids.push((await comeBack(disk)).id);
    expectAll(disk.all(), ids);
    expect(disk.all()).toHaveLength(ids.length + 1);
    expect(journals()).toEqual([]);
  });

  it("leaves nothing beside it once it has answered, and is not doubted before its time", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    await page.view();
    const { writes } = local;
    page.emit();
    await ticks(9);
    await linger();
    expect(local.writes).toBe(writes);
    const answer = page.stall();
    page.emit();
    await linger();
    expect(journals()).toHaveLength(1);
    answer();
    await ticks(30);
    expect(journals()).toEqual([]);
  });

  it("is not told of by a page that may store nothing by then", async () => {
    const disk = createFakeDisk();
    let isOpen = true;
    const page = createPage(disk, { isOpen: () => isOpen });
    await page.view();
    page.stall();
    page.emit();
    await ticks(9);
    isOpen = false;
    await linger();
    expect(journals()).toEqual([]);
  });

  it("and answers just before its page is killed costs nothing, as late as it may be", async () => {
    const disk = createFakeDisk();
    let late = () => {};
    const update: Store["update"] = () => new Promise((_, reject) => (late = () => reject(null)));
    // What it is asked next it does not come to any more.
    const page = createPage(disk, { store: { ...disk.connect({}), add: () => new Promise(() => {}), adopt: () => new Promise(() => {}), update } });
    const ids = [page.emit()];
    void page.outbox.settle();
    await vi.advanceTimersByTimeAsync(DISK_MS + 1);
    ids.push(page.emit());
    await page.outbox.settle();
    late();
    await ticks(9);
    page.die();
    ids.push((await comeBack(disk)).id);
    expectAll(disk.all(), ids);
  });
});

describe("a hurry", () => {
  it("leaves no trace where everything is on disk", async () => {
    const page = createPage(createFakeDisk());
    page.outbox.hurry();
    page.emit();
    await ticks(9);
    page.outbox.hurry();
    expect(local.kept).toEqual({});
  });

  it("sends with the session that the page knows, and without a number", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const first = await page.view();
    const last = page.emit();
    page.outbox.hurry();
    const sent = page.outbox.unsent();
    expect(sent.map(({ id }) => id).slice(1)).toEqual([first, last]);
    expect(sent.map(({ seq }) => seq)).toEqual([0, 1, undefined]);
    expect(new Set(sent.map(({ session, visitor }) => `${session} ${visitor}`)).size).toBe(1);
  });

  it("begins no session: neither the first, nor the next after a long silence, nor a new visitor's", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    page.emit();
    page.outbox.hurry();
    expect(page.outbox.unsent()).toEqual([]);
    await page.view();
    page.emit("identity.reset");
    page.emit("as.nobody");
    page.outbox.hurry();
    page.outbox.hurry();
    expect(page.outbox.unsent().map(({ type }) => type).slice(-2)).toEqual(["page.viewed", "identity.reset"]);
    await page.outbox.settle();
    now += 1_200_001;
    page.emit("late");
    page.outbox.hurry();
    expect(page.outbox.unsent().at(-1)!.type).toBe("as.nobody");
    const { id } = await comeBack(disk);
    expectAll(disk.all(), [id]);
    expect(new Set(disk.all().map(({ session }) => session)).size).toBe(3);
    expect(new Set(disk.all().map(({ visitor }) => visitor)).size).toBe(2);
  });

  it("makes no second rows of what the disk recorded after all, so that a thousand events still have room", async () => {
    for (let moment = 0; moment < 12; moment++) {
      local = stubLocalStorage();
      const disk = createFakeDisk();
      const page = createPage(disk);
      const ids = [await page.view(), ...Array.from({ length: 1_000 }, () => page.emit("fault_tick"))];
      void page.outbox.settle();
      await ticks(moment);
      page.outbox.hurry();
      page.die(true);
      await ticks(30);
      const { next, id } = await comeBack(disk);
      expect(next.told).not.toContain("sdk.dropped");
      expectAll(disk.all(), [...ids, id]);
    }
  });

  it("is of no matter to a page that lives on after all: the copy has the same id", async () => {
    for (let moment = 0; moment < 12; moment++) {
      local = stubLocalStorage();
      const disk = createFakeDisk();
      const collector = createCollector();
      const page = createPage(disk);
      const ids = [await page.view(), page.emit()];
      page.outbox.hurry();
      collector.take(page.outbox.unsent());
      const other = createPage(disk).view();
      await ticks(moment);
      ids.push(page.emit());
      ids.push(await page.view(), await other);
      collector.take(disk.all());
      expect([...collector.stored.keys()].filter((id) => ids.includes(id)).sort()).toEqual(ids.sort());
      collector.expectNoGap();
    }
  });
});

describe("a disk that fails", () => {
  const degraded = (rows: Row[]) => rows.filter(({ type }) => type === "sdk.degraded").map(({ data }) => data);

  it.each([["refused", "Error"], ["quota", "QuotaExceededError"], ["silent", "timeout"]] as [Fate, string][])("%s: every row is handed out all the same, and it is said once", async (fate, reason) => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const ids = [await page.view()];
    disk.fate = fate;
    const viewed = page.view();
    await vi.advanceTimersByTimeAsync(DISK_MS - 1);
    if (fate === "silent") expect(page.outbox.unsent()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2);
    ids.push(await viewed, await page.view(), await page.view());
    const rows = await page.outbox.settle(20);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(ids.filter((id) => !rows.some((row) => row.id === id))).toEqual([]);
    // What the disk does not know may be another tab's number, too.
    expect(rows.map(({ seq }) => seq)).toEqual([0, 1, ...rows.slice(2).map(() => undefined)]);
    expect(new Set(rows.map(({ session, visitor }) => `${session} ${visitor}`)).size).toBe(1);
    expect(degraded(rows)).toEqual([{ reason }]);
    await page.outbox.remove(rows.slice(0, 2), "done");
    expect(await page.outbox.settle(20)).toEqual(rows.slice(2));
    // What another page, whose disk works, then has.
    page.outbox.hurry();
    page.die();
    const { id } = await comeBack(disk);
    const has = disk.all().map(({ id }) => id);
    expect([...rows.slice(2).map(({ id }) => id), id].filter((id) => !has.includes(id))).toEqual([]);
    expect(new Set(has).size).toBe(has.length);
  });

  it("refuses page after page: what one left is sent by the next, or left again, once", async () => {
    const disk = createFakeDisk();
    disk.fate = "refused";
    const first = createPage(disk);
    const id = first.emit();
    first.outbox.hurry();
    first.die();
    const second = createPage(disk);
    await second.view();
    expect(second.outbox.unsent().map(({ id }) => id)).toContain(id);
    second.outbox.hurry();
    // Its own words are no other page's, should it live on.
    const { length } = second.outbox.unsent();
    await second.outbox.settle();
    expect([second.outbox.unsent().length, journals().length]).toEqual([length, 1]);
    second.die();
    await comeBack(disk);
    expect(disk.all().filter((row) => row.id === id)).toHaveLength(1);
  });

  it("after it has worked: what it had is left to the next page as well, as it may never give it back", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const before = await page.view();
    disk.fate = "refused";
    const after = await page.view();
    page.outbox.hurry();
    page.die();
    const left = JSON.stringify(journals().map((key) => local.kept[key]));
    expect([left.includes(before), left.includes(after)]).toEqual([true, true]);
  });

  it("and answers when nobody waits any more changes nothing of what was done without it", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk, { store: { ...disk.connect({}), update: (change) => new Promise((resolve) => void (late = () => resolve(change(undefined, []) as never))) } });
    let late = (): unknown => undefined;
    const viewed = page.view();
    await vi.advanceTimersByTimeAsync(DISK_MS + 1);
    await viewed;
    const before = [structuredClone(page.outbox.unsent()), structuredClone(page.outbox.profile())];
    late();
    await vi.advanceTimersByTimeAsync(5);
    expect([page.outbox.unsent(), page.outbox.profile()]).toEqual(before);
  });

  it("is not blamed where the page itself was busy: the answer that has come by then counts", async () => {
    const disk = createFakeDisk();
    const inner = disk.connect({});
    const page = createPage(disk, { store: { ...inner, update: (...args) => new Promise((resolve) => setTimeout(() => resolve(inner.update(...args)), DISK_MS)) } });
    const viewed = page.view();
    // As after a long task: both are due, the disk's answer after the clock's.
    await vi.advanceTimersByTimeAsync(DISK_MS);
    await viewed;
    expect(degraded(disk.all())).toEqual([]);
    expect(disk.all()).toHaveLength(2);
  });
});

describe("a disk that is slow", () => {
  const wait = async () => {
    await vi.advanceTimersByTimeAsync(DISK_MS + 1);
    await ticks(30);
  };
  const people = (rows: Row[]) => new Set(rows.map(({ session, visitor }) => `${session} ${visitor}`)).size;

  it("is not waited for, and has everything as soon as it answers: a crash after that costs nothing", async () => {
    const disk = createFakeDisk();
    const collector = createCollector();
    const page = createPage(disk);
    const answer = page.stall();
    const ids = [page.emit()];
    void page.outbox.settle();
    await wait();
    const early = await page.outbox.settle(9);
    expect(early.map(({ type, seq }) => [type, seq])).toEqual([["session.started", undefined], ["page.viewed", undefined], ["sdk.degraded", undefined]]);
    expect(page.told).toEqual(["sdk.degraded", "session.started"]);
    // Of these one is known to have arrived.
    collector.take(early.slice(0, 1));
    await page.outbox.remove(early.slice(0, 1), "done");
    ids.push(page.emit());
    answer();
    await ticks(30);
    ids.push(page.emit());
    await ticks(30);
    page.die();
    const { id } = await comeBack(disk);
    collector.take(disk.all());
    expect([...ids, id].filter((id) => !collector.stored.has(id))).toEqual([]);
    expect(people([...collector.stored.values()])).toBe(1);
    collector.expectNoGap();
  });

  it("is asked again where it has answered, and its page goes on with numbers", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const ids = [await page.view()];
    const answer = page.stall();
    ids.push(page.emit());
    void page.outbox.settle();
    await wait();
    answer();
    await ticks(30);
    ids.push(await page.view());
    const rows = await page.outbox.settle(9);
    expectAll(rows, ids);
    expect(rows).toEqual(disk.all());
    expect(journals()).toEqual([]);
    // Once a page is enough.
    page.stall();
    void page.view();
    await wait();
    expect(page.told).toEqual(["session.started", "sdk.degraded"]);
  });

  it("has given numbers to what was on its way without: they are told, the first too, when the answer to that comes late", async () => {
    const disk = createFakeDisk();
    const collector = createCollector();
    const page = createPage(disk);
    const answer = page.stall();
    void page.view();
    await wait();
    const sent = page.outbox.unsent();
    collector.take(sent);
    answer();
    await ticks(30);
    await page.outbox.settle();
    await page.outbox.remove(sent, "done");
    await page.view();
    collector.take(disk.all());
    collector.expectNoGap();
    expect(collector.stored.size).toBe(4);
  });

  it("or refuses is tried again after a minute, and has then what memory had", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const ids = [await page.view()];
    page.refuse();
    for (let tries = 0; tries < 3; tries++) {
      ids.push(await page.view());
      await vi.advanceTimersByTimeAsync(DISK_AGAIN_MS);
    }
    expect(page.told).toEqual(["session.started", "sdk.degraded"]);
    const early = await page.outbox.settle(20);
    expect(ids.filter((id) => !early.some((row) => row.id === id))).toEqual([]);
    page.refuse(false);
    await vi.advanceTimersByTimeAsync(DISK_AGAIN_MS);
    await page.outbox.settle();
    // It lives no longer than that.
    page.die();
    ids.push((await comeBack(disk)).id);
    expectAll(disk.all(), ids);
    expect(disk.all()).toHaveLength(ids.length + 2);
    expect(people(disk.all())).toBe(1);
  });

  it("is left as it answers: the next page has all of what memory had, the start of the visit too", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const answer = page.stall();
    const viewed = page.view();
    await wait();
    answer();
    await ticks(30);
    page.outbox.hurry();
    page.die();
    const { id } = await comeBack(disk);
    expectAll(disk.all(), [await viewed, id]);
    expect(disk.all().map(({ type }) => type).sort()).toEqual(["page.viewed", "page.viewed", "sdk.degraded", "session.started"]);
  });

  it.each(["the one that waits", "the other"])("makes no two visitors of two tabs that come at once; who asks first: %s", async (first) => {
    const disk = createFakeDisk();
    const collector = createCollector();
    const [slow, quick] = [createPage(disk), createPage(disk)];
    const answer = slow.stall();
    const ids = [slow.emit()];
    void slow.outbox.settle();
    if (first === "the other") ids.push(await quick.view());
    await wait();
    ids.push(await quick.view());
    collector.take(await slow.outbox.settle(20));
    answer();
    await ticks(30);
    ids.push(await slow.view());
    collector.take(disk.all());
    expect(ids.filter((id) => !collector.stored.has(id))).toEqual([]);
    expect(people([...collector.stored.values()])).toBe(1);
    expect([...collector.stored.values()].filter(({ type }) => type === "session.started")).toHaveLength(1);
    collector.expectNoGap();
  });

  it("makes nobody else of whom it knew, though their next visit began without it", async () => {
    const disk = createFakeDisk();
    const collector = createCollector();
    await createPage(disk).view();
    now += 1_300_000;
    const page = createPage(disk);
    const answer = page.stall();
    void page.view();
    await wait();
    collector.take(await page.outbox.settle(9));
    answer();
    await ticks(30);
    await page.view();
    collector.take(disk.all());
    expect(new Set([...collector.stored.values()].map(({ visitor }) => visitor)).size).toBe(1);
    collector.expectNoGap();
  });

  it("and whose visit goes on in another tab: that one is told of no start, and of nobody else's event", async () => {
    const disk = createFakeDisk();
    const [slow, other, quick] = [createPage(disk), createPage(disk), createPage(disk)];
    slow.stall();
    void slow.view();
    await wait();
    other.emit("element.clicked");
    await ticks(9);
    await quick.view();
    expect(disk.all().map(({ type, seq }) => [type, seq])).toEqual([["element.clicked", 0], ["page.viewed", 1]]);
    expect(quick.told).toEqual([]);
  });

  it("and answers after a no touches nothing", async () => {
    const disk = createFakeDisk();
    let isOpen = true;
    const page = createPage(disk, { isOpen: () => isOpen });
    const answer = page.stall();
    void page.view();
    await wait();
    isOpen = false;
    const { writes } = local;
    const kept = structuredClone(local.kept);
    answer();
    await ticks(30);
    expect([local.writes, local.kept]).toEqual([writes, kept]);
    isOpen = true;
    await page.view();
    expect(disk.all().map(({ type }) => type)).toContain("page.viewed");
  });
});

describe("what is cleared", () => {
  const isClean = (disk: FakeDisk) => {
    expect(disk.all()).toEqual([]);
    expect(disk.profile()).toBeUndefined();
    expect(local.kept).toEqual({});
  };

  it("is gone for good, at whatever moment of a transaction", async () => {
    for (let moment = 0; moment < 15; moment++) {
      const disk = createFakeDisk();
      const page = createPage(disk);
      if (moment % 2) await page.view();
      const viewed = page.view();
      await ticks(moment);
      page.emit();
      page.outbox.clear();
      await viewed;
      await ticks(20);
      isClean(disk);
      expect(page.outbox.unsent()).toEqual([]);
      expect(page.outbox.profile()).toBeUndefined();
    }
  });

  it("does not come back with a settle that has nothing to record: no visitor before there is an event", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    await page.outbox.settle();
    isClean(disk);
    await page.view();
    page.outbox.clear();
    await page.outbox.settle();
    isClean(disk);
  });

  it("does not come back by the report of a disk that fails", async () => {
    for (const fate of ["silent", "refused"] as Fate[]) {
      const disk = createFakeDisk();
      disk.fate = fate;
      const page = createPage(disk);
      const viewed = page.view();
      await ticks(fate === "silent" ? 3 : 0);
      page.outbox.clear();
      await vi.advanceTimersByTimeAsync(DISK_MS + 5);
      await viewed;
      isClean(disk);
    }
  });

  it("is not brought back by a page that has not heard of it", async () => {
    const disk = createFakeDisk();
    const [page, other] = [createPage(disk), createPage(disk)];
    await page.view();
    const { visitor } = page.outbox.profile()!;
    await other.view();
    await other.outbox.clear();
    await page.view();
    expect(disk.all().map((row) => row.visitor === visitor)).toEqual([false, false]);
  });

  it("makes room for a new visitor", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    await page.view();
    const { visitor } = page.outbox.profile()!;
    page.outbox.clear();
    await page.view();
    expect(page.outbox.profile()!.visitor).not.toBe(visitor);
    expect(disk.all().map(({ seq }) => seq)).toEqual([0, 1]);
  });
});

describe("an outbox that is full", () => {
  /** What is left of one that was full. */
  const KEPT = OUTBOX_EVENTS * 0.75;
  const reports = (rows: Row[]) => rows.filter(({ type }) => type === "sdk.dropped").map(({ data }) => data);
  const fill = async (page: ReturnType<typeof createPage>, count: number, type?: (i: number) => string) => {
    for (let i = 0; i < count; i++) page.emit(type?.(i));
    await page.outbox.settle();
    // The report of what had to go.
    await page.outbox.settle();
  };

  it("holds a thousand events; with one more a quarter goes, the oldest, and it is said how many", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    await fill(page, OUTBOX_EVENTS - 1);
    expect(disk.all()).toHaveLength(OUTBOX_EVENTS);
    expect(page.outbox.unsent()).toHaveLength(OUTBOX_EVENTS);
    const last = await page.view();
    await page.outbox.settle();
    const rows = disk.all();
    const { session } = rows[0]!;
    expect(reports(rows)).toEqual([{ session, reason: "full", count: OUTBOX_EVENTS - KEPT + 1 }]);
    expect(rows).toHaveLength(KEPT + 1);
    expect(rows.map(({ id }) => id)).toContain(last);
    // The start of the session is worth more than its pages.
    expect(rows.map(({ seq }) => seq)).toEqual([0, ...Array.from({ length: KEPT }, (_, i) => OUTBOX_EVENTS - KEPT + 2 + i)]);
    expect(new Set(page.outbox.unsent().map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)));
  });

  it("hands out nothing that it has just given up", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    await fill(page, OUTBOX_EVENTS - 1);
    page.emit();
    const handed = await page.outbox.settle(100);
    const kept = disk.all().map(({ id }) => id);
    expect(handed).toHaveLength(100);
    expect(handed.filter(({ id }) => !kept.includes(id))).toEqual([]);
    expect(disk.profile()!.grown).toBeLessThanOrEqual(1_510_000);
  });

  it("holds two megabytes, as they travel", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const push = () => page.outbox.push(draft("note", { text: "漢".repeat(33_000) }));
    for (let i = 0; i < 20; i++) push();
    await page.outbox.settle();
    expect(disk.all()).toHaveLength(21);
    push();
    await page.outbox.settle();
    await page.outbox.settle();
    expect(JSON.stringify(reports(disk.all()))).toMatch(/"full","count":6/);
    expect(Buffer.byteLength(JSON.stringify(disk.all()))).toBeLessThanOrEqual(1_501_000);
  });

  it("gives up the least important first: conversations last", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const counts = { "scroll.reached": OUTBOX_EVENTS - 800, "element.clicked": 100, "visitor.idle": 100, "page.viewed": 250, purchase: 200, "identity.claimed": 150, "conversation.started": 100 };
    // In turns, so that age does not decide.
    const types = Object.entries(counts).flatMap(([type, count]) => Array.from({ length: count }, (_, i) => [i / count, type] as const));
    types.sort(([a], [b]) => a - b);
    await fill(page, types.length, (i) => types[i]![1]);
    const rows = disk.all();
    const count = (type: string) => rows.filter((row) => row.type === type).length;
    expect(["session.started", "conversation.started", "identity.claimed", "purchase", "page.viewed"].map(count)).toEqual([1, 100, 150, 200, 250]);
    // What room there is is left for the least of them, and there for the latest.
    expect(["element.clicked", "visitor.idle", "scroll.reached"].map(count)).toEqual([100, KEPT - 801, 0]);
    const idle = rows.filter(({ type }) => type === "visitor.idle").map(({ seq }) => seq);
    expect(idle).toEqual(types.flatMap(([, type], i) => (type === "visitor.idle" ? [i + 1] : [])).slice(801 - KEPT));
  });

  it("keeps conversations longest", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    await fill(page, OUTBOX_EVENTS, (i) => (i < KEPT - 150 ? "conversation.message_sent" : i < KEPT + 50 ? "identity.claimed" : "purchase"));
    const types = disk.all().map(({ type }) => type);
    const count = (wanted: string) => types.filter((type) => type === wanted).length;
    expect([count("conversation.message_sent"), count("identity.claimed"), count("session.started"), count("purchase")]).toEqual([KEPT - 150, 150, 0, 0]);
  });

  it("reports by session, and never a report", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    await fill(page, 300);
    now += 1_300_000;
    await fill(page, OUTBOX_EVENTS - 200);
    const sessions = [...new Set(disk.all().map(({ session }) => session))];
    const first = reports(disk.all()) as { session: string; count: number }[];
    expect(first.map(({ session }) => session).sort()).toEqual(sessions);
    const rows = disk.all().filter(({ type }) => type !== "sdk.dropped");
    expect(first.reduce((sum, { count }) => sum + count, 0)).toBe(OUTBOX_EVENTS + 102 - rows.length);
    await fill(page, KEPT + 150, () => "conversation.message_sent");
    expect(disk.all().filter(({ type }) => type === "sdk.dropped").length).toBeLessThanOrEqual(4);
    // Everything that was ever given up: reports are kept longest.
    const told = reports(disk.all()) as { count: number }[];
    const left = disk.all().filter(({ type }) => type !== "sdk.dropped").length;
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(OUTBOX_EVENTS + 102 + KEPT + 150 - left);
    // Reports that are given up, or refused, are not reported.
    await page.outbox.remove(disk.all().filter(({ type }) => type === "sdk.dropped"), "refused");
    await page.outbox.settle();
    expect(reports(disk.all())).toEqual([]);
  });

  it("holds as much in memory, and counts each once", async () => {
    const disk = createFakeDisk();
    disk.fate = "refused";
    const page = createPage(disk);
    for (let i = 0; i < 70; i++) await fill(page, 10);
    // With the session's start and the word that the disk fails.
    expect(page.outbox.unsent()).toHaveLength(702);
    for (let i = 0; i < 70; i++) await fill(page, 10);
    const rows = page.outbox.unsent();
    const told = reports(rows) as { count: number }[];
    expect(rows.length).toBeLessThanOrEqual(OUTBOX_EVENTS + 1);
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(1_402 - (rows.length - told.length));
    expect(told.length).toBeLessThanOrEqual(5);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});

it("whatever tabs do, and whenever they die: what was safe is one row, no number means two events, and none is missing", async () => {
  const step = fc.record({
    what: fc.constantFrom("push", "push", "push", "reset", "settle", "settle", "hurry", "die", "open", "send", "wait", "sleep", "stall", "refuse", "answer", "linger", "launch", "land"),
    tab: fc.nat(2),
    commits: fc.boolean(),
    ticks: fc.nat(8),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
      local = stubLocalStorage();
      vi.clearAllTimers();
      const disk = createFakeDisk();
      const tabs = [createPage(disk), createPage(disk), createPage(disk)];
      const pushed: string[][] = [[], [], []];
      const flights: Row[][] = [[], [], []];
      let safe: string[] = [];
      let isTaken = false;
      const collector = createCollector();
      const answers = [() => {}, () => {}, () => {}];
      let mayBeTwo = false;
      const settleAll = async () => {
        const settled = Promise.all(tabs.map(({ outbox }) => outbox.settle()));
        // Longer than anybody waits for a disk.
        await vi.advanceTimersByTimeAsync(4 * DISK_MS);
        return settled;
      };
      for (const { what, tab, commits, ticks: count } of steps) {
        const page = tabs[tab]!;
        const own = pushed[tab]!;
        if (what === "push") own.push(page.emit());
        if (what === "reset") own.push(page.emit("identity.reset"));
        // In the visitor's very first moment whoever is not answered makes one up.
        if (what === "stall" || what === "refuse") mayBeTwo ||= !local.kept[`${name}:`];
        if (what === "stall" && !page.isStalled()) answers[tab] = page.stall();
        if (what === "refuse") page.refuse();
        if (what === "answer") {
          answers[tab]!();
          page.refuse(false);
          // What it had is as safe as anything from then on.
          await ticks(30);
          await vi.advanceTimersByTimeAsync(DISK_AGAIN_MS);
        }
        // A disk that only takes its time costs a crash nothing that is older than this.
        if (what === "linger") {
          await ticks(30);
          await vi.advanceTimersByTimeAsync(JOURNAL_MS);
          safe.push(...(isTaken || !page.outbox.profile() || page.told.includes("sdk.degraded") ? [] : own));
        }
        if (what === "settle") void page.outbox.settle();
        if (what === "hurry" || what === "open") {
          page.outbox.hurry();
          if (commits) collector.take(page.outbox.unsent());
        }
        // Left, or crashed: a crash may cost what the disk did not have.
        if (what === "open" || what === "die") {
          await null;
          page.die(commits);
          // What others have left, and a page without a disk has taken in, lives as long as that page.
          if (page.isStalled() && page.told.includes("sdk.degraded")) {
            safe = safe.filter((id) => disk.safe.has(id));
            isTaken = true;
          }
          safe.push(...own.filter((id) => what === "open" || (commits && !page.isStalled()) || disk.safe.has(id)));
          pushed[tab] = [];
          flights[tab] = [];
          tabs[tab] = createPage(disk);
        }
        if (what === "send")
          void page.outbox.settle(3).then((rows) => {
            collector.take(rows);
            return page.outbox.remove(rows, "done");
          });
        // Sent as they are in memory, as by a page that is left; and the answer is late.
        if (what === "launch") {
          flights[tab] = page.outbox.unsent();
          collector.take(flights[tab]);
        }
        if (what === "land") void page.outbox.remove(flights[tab]!, "done");
        if (what === "wait") await settleAll();
        // Longer than a session.
        if (what === "sleep") now += 1_300_000;
        await ticks(count + 1);
      }
      for (const page of tabs) page.refuse(false);
      answers.forEach((answer) => answer());
      await vi.advanceTimersByTimeAsync(DISK_AGAIN_MS);
      await settleAll();
      await createPage(disk).view();
      collector.take(disk.all());
      expect([...safe, ...pushed.flat()].filter((id) => !collector.stored.has(id))).toEqual([]);
      collector.expectNoGap();
      // Nobody becomes somebody else but by a reset.
      const visitors = new Set([...collector.stored.values()].flatMap(({ visitor }) => (visitor.endsWith(RESET_MARK) ? [] : visitor)));
      expect(visitors.size).toBeLessThanOrEqual(mayBeTwo ? 3 : 1);
      expect(journals()).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

it("touches neither disk nor local storage while nothing may be stored, and writes down what waits once it may", async () => {
  const disk = createFakeDisk();
  let isOpen = true;
  const { outbox, emit } = createPage(disk, { isOpen: () => isOpen });
  emit("before");
  isOpen = false;
  await outbox.settle();
  await outbox.remove([], "refused");
  expect([disk.drafts(), disk.all(), local.writes, Object.keys(local.kept)]).toEqual([[], [], 0, []]);
  isOpen = true;
  await outbox.settle();
  expect(disk.all().map(({ type }) => type)).toEqual(["session.started", "before"]);
});
