import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DISK_MS, LEASE_MS, OUTBOX_EVENTS } from "../../src/protocol/limits";
import { createOutbox } from "../../src/sdk/storage/outbox";
import { createFakeDisk, nextId, stubLocalStorage } from "./fakes";
import type { Data } from "../../src/protocol/event";
import type { Row } from "../../src/sdk/session/profile";
import type { Store } from "../../src/sdk/storage/store";
import type { Fate, FakeDisk } from "./fakes";

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

function createPage(disk: FakeDisk, { store, begins = () => {} }: { store?: Store; begins?: () => void } = {}) {
  const page: { dead?: boolean; commits?: boolean } = {};
  const told: string[] = [];
  const woken: number[] = [];
  const outbox = createOutbox({
    store: store ?? disk.connect(page),
    name,
    stamping: { idleMs: 1_200_000, newId: nextId, arrival: () => (begins(), {}) },
    now: () => now,
    draft: (type, data) => draft(type, data),
    tell: ({ type }) => told.push(type),
    settled: () => {},
    wake: (ms) => woken.push(ms),
    log: () => {},
  });
  const emit = (type = "page.viewed", id = nextId()) => {
    outbox.push(draft(type, {}, id));
    return id;
  };
  return {
    outbox,
    told,
    woken,
    emit,
    /** Pushes and settles. */
    view(type?: string) {
      const id = emit(type);
      return outbox.settle().then(() => id);
    },
    die(commits = false) {
      Object.assign(page, { dead: true, commits });
      vi.clearAllTimers();
    },
  };
}

/** Every one of these is there once, no number is used twice, none is missing. */
function expectAll(rows: Row[], ids: string[]) {
  const seen = rows.map(({ id }) => id);
  expect(new Set(seen).size).toBe(seen.length);
  expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
  const numbers = new Map<string, number[]>();
  for (const { session, seq } of rows) numbers.set(session, [...(numbers.get(session) ?? []), seq]);
  for (const seqs of numbers.values()) expect(seqs.sort((a, b) => a - b)).toEqual(seqs.map((_, i) => i));
}

/** Another page comes, later than any lease. */
async function comeBack(disk: FakeDisk) {
  disk.fate = "fine";
  now += LEASE_MS + 1_000;
  const next = createPage(disk);
  const id = await next.view();
  return { next, id };
}

describe("what is emitted", () => {
  it("is written down before its task ends, once a task, and is gone from there when the disk has it", async () => {
    const page = createPage(createFakeDisk());
    const ids = [page.emit(), page.emit(), page.emit()];
    page.outbox.push(() => []);
    await null;
    expect(local.writes).toBe(1);
    expect(journals().map((key) => JSON.parse(local.kept[key]!).slice(1).map(({ id }: Row) => id))).toEqual([ids]);
    await page.outbox.settle();
    expect(journals()).toEqual([]);
  });

  it("is written down however much it is, also right after everything was forgotten", async () => {
    for (const forget of [false, true]) {
      local = stubLocalStorage();
      const disk = createFakeDisk();
      const page = createPage(disk);
      const push = async () => {
        const ids: string[] = [];
        for (let i = 0; i < 50; i++) {
          ids.push(page.emit());
          if (i % 3) await null;
        }
        await null;
        return ids;
      };
      let ids = await push();
      if (forget) {
        page.outbox.clear();
        ids = await push();
      }
      page.die();
      const { id } = await comeBack(disk);
      expectAll(disk.all(), [...ids, id]);
      expect(disk.all()).toHaveLength(52);
      expect(journals()).toEqual([]);
    }
  });

  it("is adopted by the next page at once when it has its numbers", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const ids = [page.emit(), page.emit()];
    page.outbox.hurry();
    page.die();
    const numbered = page.outbox.unsent();
    const next = createPage(disk);
    await next.outbox.settle();
    expect(disk.all()).toEqual(numbered);
    expectAll(disk.all(), ids);
    expect(journals()).toEqual([]);
  });

  it("is left alone while its page may live, and adopted, before what came later, when it cannot", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const id = page.emit();
    await null;
    page.die();
    const next = createPage(disk);
    now += LEASE_MS - 1;
    const own = await next.view();
    expect(disk.all().map(({ id }) => id)).not.toContain(id);
    expect(next.woken).toEqual([LEASE_MS]);
    now += 2;
    await next.outbox.settle();
    expectAll(disk.all(), [id, own]);
    expect(journals()).toEqual([]);
  });

  it.each(["fine", "silent", "uncommitted", "unheard", "refused", "quota"] as Fate[])("survives its page, whatever becomes of the disk's last step: %s", async (fate) => {
    for (let moment = 0; moment < 12; moment++) {
      local = stubLocalStorage();
      const disk = createFakeDisk();
      const page = createPage(disk);
      const ids = moment % 2 ? [await page.view()] : [];
      disk.fate = fate;
      ids.push(page.emit());
      void page.outbox.settle();
      await ticks(moment);
      ids.push(page.emit());
      // A disk that said no is known to be of no use: memory is written down when the page hides.
      if (moment % 3 === 0 || fate === "refused" || fate === "quota") {
        await ticks(9);
        page.outbox.hurry();
      }
      await null;
      page.die(moment % 4 === 0);
      await ticks(20);
      const { id } = await comeBack(disk);
      expectAll(disk.all(), [...ids, id]);
      expect(journals()).toEqual([]);
    }
  });

  it("is adopted once when the page settles twice in one task", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const id = page.emit();
    await null;
    page.die();
    now += LEASE_MS + 1;
    const next = createPage(disk);
    const ids = await Promise.all([next.view(), next.view()]);
    expectAll(disk.all(), [id, ...ids]);
  });

  it("is adopted once when two tabs find it at the same moment", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const id = page.emit();
    await null;
    page.die();
    now += LEASE_MS + 1;
    const ids = await Promise.all([createPage(disk).view(), createPage(disk).view()]);
    expectAll(disk.all(), [id, ...ids]);
  });

  it("is not lost when its page writes on while another adopts what it wrote before", async () => {
    for (let moment = 0; moment < 12; moment++) {
      local = stubLocalStorage();
      const disk = createFakeDisk();
      const page = createPage(disk);
      const ids = [page.emit()];
      page.outbox.hurry();
      const other = createPage(disk).view();
      await ticks(moment);
      ids.push(page.emit());
      await null;
      ids.push(await other);
      page.die();
      const { id } = await comeBack(disk);
      expectAll(disk.all(), [...ids, id]);
    }
  });

  it("is not numbered a second time by a page that slept while another adopted it", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    const ids = [await page.view(), page.emit()];
    await null;
    now += 8 * 3_600_000;
    ids.push(await createPage(disk).view());
    ids.push(await page.view());
    expectAll(disk.all(), ids);
  });

  it("is recorded where localStorage refuses", async () => {
    local.full = true;
    const disk = createFakeDisk();
    const page = createPage(disk);
    expectAll(disk.all(), []);
    const ids = [await page.view(), await page.view()];
    expectAll(disk.all(), ids);
    vi.stubGlobal("localStorage", undefined);
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
    }
  });

  it("is told where only the profile knew of it: the session's start, and what an observation became", async () => {
    const page = createPage(createFakeDisk());
    page.emit();
    page.outbox.push(() => [draft("conversation.started")]);
    page.outbox.hurry();
    expect(page.told).toEqual(["session.started", "conversation.started"]);
    await page.outbox.settle();
    await page.view();
    expect(page.told).toHaveLength(2);
  });
});

describe("a hurry", () => {
  it("of two tabs with stale memory uses no number twice", async () => {
    const disk = createFakeDisk();
    const [one, two] = [createPage(disk), createPage(disk)];
    const ids = [await one.view(), await two.view(), await two.view()];
    ids.push(one.emit());
    one.outbox.hurry();
    ids.push(two.emit());
    two.outbox.hurry();
    ids.push(one.emit());
    one.outbox.hurry();
    one.die();
    two.die();
    const { id } = await comeBack(disk);
    expectAll(disk.all(), [...ids, id]);
    expect(new Set(disk.all().map(({ visitor }) => visitor)).size).toBe(1);
  });

  it("does not turn back numbers that are only on disk, however often it happens", async () => {
    const disk = createFakeDisk();
    const [one, two] = [createPage(disk), createPage(disk)];
    await one.view();
    local.full = true;
    for (let i = 0; i < 3; i++) await two.view();
    local.full = false;
    for (let i = 0; i < 9; i++) {
      one.outbox.push(() => []);
      one.outbox.hurry();
    }
    await two.view();
    expectAll(disk.all(), []);
    expect(disk.all()).toHaveLength(6);
  });

  it("writes nothing where nothing waits", async () => {
    const page = createPage(createFakeDisk());
    page.outbox.hurry();
    expect(local.writes).toBe(0);
    expect(page.outbox.profile()).toBeUndefined();
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
    const rows = await page.outbox.rows(20);
    expectAll(rows, ids);
    expect(degraded(rows)).toEqual([{ reason }]);
    await page.outbox.remove(rows.slice(0, 2));
    expect(await page.outbox.rows(20)).toEqual(rows.slice(2));
    // What another page, whose disk works, then has.
    page.outbox.hurry();
    page.die();
    const { id } = await comeBack(disk);
    const has = disk.all().map(({ id }) => id);
    // Two have been sent, and one of the five was on disk before it failed.
    expect([...rows.slice(2).map(({ id }) => id), id].filter((id) => !has.includes(id))).toEqual([]);
    expect(new Set(disk.all().map(({ seq }) => seq)).size).toBe(has.length);
    expect(new Set(has).size).toBe(has.length);
  });

  it("and answers when nobody waits any more changes nothing", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk, { store: { ...disk.connect({}), update: (change) => new Promise((resolve) => void (late = () => resolve(change(undefined) as never))) } });
    let late = (): unknown => undefined;
    const viewed = page.view();
    await vi.advanceTimersByTimeAsync(DISK_MS + 1);
    await viewed;
    const before = [structuredClone(page.outbox.unsent()), structuredClone(page.outbox.profile()), { ...local.kept }];
    page.emit();
    late();
    await vi.advanceTimersByTimeAsync(5);
    expect([page.outbox.unsent(), page.outbox.profile()]).toEqual(before.slice(0, 2));
    expect(await page.outbox.rows(9)).toHaveLength(3);
  });

  it("is not blamed where the page itself was busy: the answer that has come by then counts", async () => {
    const disk = createFakeDisk();
    const inner = disk.connect({});
    const page = createPage(disk, { store: { ...inner, update: (change) => new Promise((resolve) => setTimeout(() => resolve(inner.update(change)), DISK_MS)) } });
    const viewed = page.view();
    // As after a long task: both are due, the disk's answer after the clock's.
    await vi.advanceTimersByTimeAsync(DISK_MS);
    await viewed;
    expect(degraded(disk.all())).toEqual([]);
    expect(disk.all()).toHaveLength(2);
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
  const fill = (page: ReturnType<typeof createPage>, count: number, type?: (i: number) => string) => {
    for (let i = 0; i < count; i++) page.emit(type?.(i));
    return page.outbox.settle();
  };

  it("holds a thousand events; with one more a quarter goes, the oldest, and it is said how many", async () => {
    const disk = createFakeDisk();
    const page = createPage(disk);
    await fill(page, OUTBOX_EVENTS - 1);
    expect(disk.all()).toHaveLength(OUTBOX_EVENTS);
    expect(page.outbox.unsent()).toHaveLength(OUTBOX_EVENTS);
    const last = await page.view();
    const rows = disk.all();
    const { session } = rows[0]!;
    expect(reports(rows)).toEqual([{ session, reason: "full", count: OUTBOX_EVENTS - KEPT + 1 }]);
    expect(rows).toHaveLength(KEPT + 1);
    expect(rows.map(({ id }) => id)).toContain(last);
    // The start of the session is worth more than its pages.
    expect(rows.map(({ seq }) => seq)).toEqual([0, ...Array.from({ length: KEPT }, (_, i) => OUTBOX_EVENTS - KEPT + 2 + i)]);
    expect(new Set(page.outbox.unsent().map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)));
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
    // What room there is is left for the least, the latest of them.
    const least = rows.filter(({ type }) => /^(scroll|element|visitor)/.test(type)).map(({ seq }) => seq);
    expect(least).toHaveLength(KEPT - 701);
    const all = types.flatMap(([, type], i) => (/^(scroll|element|visitor)/.test(type) ? [i + 1] : []));
    expect(least).toEqual(all.slice(701 - KEPT));
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
    // All that were there and 150 that came; the reports that had to go as well are not counted.
    const told = reports(disk.all()) as { count: number }[];
    const lost = told.reduce((sum, { count }) => sum + count, 0);
    expect(lost).toBe(KEPT + 150);
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
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length);
  });
});

it("whatever tabs do, and whenever they die: every event is one row, and every session counts from 0 without gaps", async () => {
  const step = fc.record({
    what: fc.constantFrom("push", "push", "push", "settle", "settle", "hurry", "die", "open", "send", "wait", "sleep"),
    tab: fc.nat(2),
    commits: fc.boolean(),
    ticks: fc.nat(8),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      local = stubLocalStorage();
      vi.clearAllTimers();
      const disk = createFakeDisk();
      const tabs = [createPage(disk), createPage(disk), createPage(disk)];
      const pushed: string[] = [];
      const starts = vi.fn();
      const collector = new Map<string, Row>();
      const send = (rows: Row[]) => {
        for (const row of rows) {
          // A copy is the same row.
          expect(collector.get(row.id) ?? row).toEqual(row);
          collector.set(row.id, row);
        }
      };
      const settleAll = () => Promise.all(tabs.map(({ outbox }) => outbox.settle()));
      for (const { what, tab, commits, ticks: count } of steps) {
        const page = tabs[tab]!;
        if (what === "push") pushed.push(page.emit());
        if (what === "settle") void page.outbox.settle();
        if (what === "hurry") page.outbox.hurry();
        if (what === "open" || what === "die") {
          page.die(commits);
          tabs[tab] = createPage(disk, { begins: starts });
        }
        if (what === "send")
          void page.outbox.rows(3).then((rows) => {
            send(rows);
            return page.outbox.remove(rows);
          });
        if (what === "wait") await settleAll();
        // Also longer than a lease, and longer than a session.
        if (what === "sleep") now += commits ? LEASE_MS + 1 : 1_300_000;
        await ticks(count + 1);
      }
      await settleAll();
      now += LEASE_MS + 1;
      await settleAll();
      await createPage(disk).outbox.settle();
      send(disk.all());
      expectAll([...collector.values()], pushed);
      expect([...collector.values()].filter(({ type }) => type !== "session.started")).toHaveLength(pushed.length);
      expect(journals()).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
