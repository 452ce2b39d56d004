/** Each site's events go by that site's own days, whatever other sites keep, and however often the collector ends in between. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRetention } from "../../../src/collector/retention";
import { MIGRATIONS } from "../../../src/collector/store/migrations";
import { openDatabase } from "../../../src/collector/store/open";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import type { Store } from "../../../src/collector/store/store";
import { createRandom } from "../../../src/simulator/random";
import { MASTER_KEYS, openInMemory } from "../openInMemory";

const DAY = 86_400_000;
const ANONYMOUS = [5, 10, 20, 40];
const IDENTIFIED = [10, 20, 60];
/** The same ids on every site, so that whoever mixes sites up is found out. */
const VISITORS = ["v1", "v2", "v3"];
const KNOWN = "v3";

interface Days { keepAnonymousDays: number; keepIdentifiedDays: number }
interface Kept { site: string; id: string; visitor: string; session: string; received: number }

let folder: string;
let database: DatabaseSyncInstance;
let store: Store;
let now: number;
const open = async () => {
  database = await openDatabase(folder);
  store = createSqliteStore({ database, masterKeys: MASTER_KEYS, now: () => now });
};
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "parley-"));
  now = 1_000 * DAY;
  await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const addSite = async (id: string) => {
  await store.createSite({ id, name: id, key: `pk_${id}`, secretHash: `h-${id}` });
  await store.createContact({ site: id, fields: { emails: ["ada@example.com"] }, now });
};
let made = 0;
const happen = async (events: { site: string; visitor: string }[]) => {
  const claims = new Set(events.filter(({ visitor }) => visitor === KNOWN).map(({ site }) => site));
  const base = (site: string, visitor: string) => ({ site, id: `e${++made}`, at: now, received: now, source: "page" as const, visitor, session: `${visitor}-${now}` });
  await store.append([
    ...[...claims].map((site) => ({ ...base(site, KNOWN), type: "identity.claimed", data: { email: "ada@example.com" } })),
    ...events.map(({ site, visitor }) => ({ ...base(site, visitor), type: "page.viewed", data: {} })),
  ]);
};
// What the directory says of somebody is about them, and is as old as they are.
const kept = () => database.prepare("SELECT site, id, visitor, session, received FROM events WHERE type <> 'identity.matched' ORDER BY n").all() as unknown as Kept[];
const known = () => new Set((database.prepare("SELECT site, id FROM visitors WHERE level IS NOT NULL").all() as { site: string; id: string }[]).map(({ site, id }) => `${site} ${id}`));
const sessions = () => (database.prepare("SELECT site || ' ' || id AS s FROM sessions ORDER BY s").all() as { s: string }[]).map(({ s }) => s);
const keyOf = ({ site, id }: Kept) => `${site} ${id}`;

/** Runs it, and ends it before it is done where only so many slices are allowed; then it is another's turn to go on. */
const run = async (days: Map<string, Days>, slices = Infinity) => {
  let left = slices;
  const retention = createRetention({
    store: { sites: store.sites, tidy: async (limits) => {
      if (--left <= 0) void retention.stop();
      return store.tidy(limits);
    } },
    keep: (site) => days.get(site)!,
    now: () => now,
    failed: (problem) => { throw problem; },
  });
  await retention.run();
};

describe("Retention of several sites", () => {
  it.each(Array.from({ length: 8 }, (_, i) => i + 1))("takes each site's events by its own days, shuffled, seed %i", { timeout: 120_000 }, async (seed) => {
    const random = createRandom(`sites ${seed}`);
    const { pick, chance, below } = random;
    const anyDays = (): Days => ({ keepAnonymousDays: pick(ANONYMOUS), keepIdentifiedDays: pick(IDENTIFIED) });
    const days = new Map<string, Days>();
    const join = async () => {
      const site = `s${days.size + 1}`;
      await addSite(site);
      days.set(site, anyDays());
    };
    for (let i = 0; i < 3; i++) await join();
    let dropped = 0;
    let slices = 0;
    for (let step = 0; step < 14; step++) {
      now += (1 + below(9)) * DAY;
      // A quiet time now and then, in which everything goes.
      if (chance(0.1)) now += 60 * DAY;
      else await happen(Array.from({ length: (1 + below(900)) }, () => ({ site: pick([...days.keys()]), visitor: pick(VISITORS) })));
      if (step === 5) await join();
      for (const site of days.keys()) if (chance(0.3)) days.set(site, anyDays());

      for (let isWhole = false; !isWhole; slices++) {
        isWhole = chance(0.4);
        const [before, knew, sessionsBefore] = [kept(), known(), sessions()];
        const isOld = ({ site, visitor, received }: Kept) => {
          const { keepAnonymousDays, keepIdentifiedDays } = days.get(site)!;
          return received < now - keepIdentifiedDays * DAY || (!knew.has(`${site} ${visitor}`) && received < now - keepAnonymousDays * DAY);
        };
        await run(days, isWhole ? Infinity : 1);
        const after = kept();
        const there = new Set(after.map(keyOf));
        const gone = before.filter((one) => !there.has(keyOf(one)));
        dropped += gone.length;
        expect(gone.filter((one) => !isOld(one))).toEqual([]);
        if (isWhole) expect(after.filter(isOld)).toEqual([]);
        const empty = new Set(gone.map(({ site, session }) => `${site} ${session}`).filter((one) => !after.some(({ site, session }) => `${site} ${session}` === one)));
        expect(sessions()).toEqual(sessionsBefore.filter((one) => !empty.has(one)));
        if (chance(0.3)) {
          await store.close();
          await open();
        }
        if (!isWhole && chance(0.3)) days.set(pick([...days.keys()]), anyDays());
      }
    }
    expect([dropped > 1_000, slices > 20]).toEqual([true, true]);
  });

  it("finds what is old of a site that goes over to another's days, where the other is further", async () => {
    await addSite("short");
    await addSite("long");
    const days = new Map([["short", { keepAnonymousDays: 10, keepIdentifiedDays: 20 }], ["long", { keepAnonymousDays: 60, keepIdentifiedDays: 90 }]]);
    await happen([{ site: "long", visitor: "v1" }, { site: "short", visitor: "v1" }, { site: "long", visitor: "v1" }]);
    now += 15 * DAY;
    await run(days);
    expect(kept().map(({ site }) => site)).toEqual(["long", "long"]);
    days.set("long", days.get("short")!);
    await run(days);
    expect(kept()).toEqual([]);
  });

  it("has no place behind the end of a log whose numbers are given anew", async () => {
    await addSite("s1");
    const days = new Map([["s1", { keepAnonymousDays: 10, keepIdentifiedDays: 20 }]]);
    await happen(Array.from({ length: 50 }, () => ({ site: "s1", visitor: "v1" })));
    now += 11 * DAY;
    await run(days);
    await happen([{ site: "s1", visitor: "v1" }]);
    expect(database.prepare("SELECT n FROM events").all()).toEqual([{ n: 1 }]);
    now += 11 * DAY;
    await run(days);
    expect(kept()).toEqual([]);
  });

  it("takes nothing of a site that it is not told of", async () => {
    await addSite("s1");
    await addSite("s2");
    await happen([{ site: "s1", visitor: "v1" }, { site: "s2", visitor: "v1" }]);
    now += 100 * DAY;
    while (await store.tidy({ now, sites: [{ site: "s2", anonymousBefore: now, identifiedBefore: now }] }));
    expect(kept().map(({ site }) => site)).toEqual(["s1"]);
  });

  it("goes on where the version before ended that knew of one place for all", async () => {
    const old = await openInMemory();
    const step = MIGRATIONS.find((one) => one.includes("INSERT INTO retention SELECT"))!;
    old.exec("INSERT INTO retention VALUES ('anonymous', 7, 1), ('identified', 3, 2), ('wrap contacts abcd', 5, 3)");
    old.exec(step);
    expect(old.prepare("SELECT task, n FROM retention ORDER BY task").all()).toEqual([
      { task: "anonymous s1", n: 7 }, { task: "anonymous s2", n: 7 }, { task: "identified s1", n: 3 }, { task: "identified s2", n: 3 }, { task: "wrap contacts abcd", n: 5 },
    ]);
    old.close();
  });
});
