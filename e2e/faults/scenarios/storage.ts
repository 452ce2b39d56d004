/** The browser refuses to store, or takes its time. */
import { setTimeout as pause } from "node:timers/promises";
import { DISK_MS } from "../../../src/protocol/limits";
import type { Scenario } from "../scenario";
import { kill, SAFE_MS } from "./crash";

/** What a browser does whose storage is blocked, hangs, or is full. */
const BREAKS = {
  throws: `IDBFactory.prototype.open = () => { throw new DOMException("blocked", "SecurityError"); };`,
  hangs: `IDBFactory.prototype.open = () => new EventTarget();`,
  full: `
    const { put } = IDBObjectStore.prototype;
    // The tracker's own commit would come before the refusal.
    IDBTransaction.prototype.commit = () => {};
    IDBObjectStore.prototype.put = function (...args) {
      const { transaction } = this;
      Object.defineProperty(transaction, "error", { get: () => new DOMException("full", "QuotaExceededError") });
      const request = put.apply(this, args);
      request.addEventListener("success", () => { try { transaction.abort(); } catch {} });
      return request;
    };`,
};

export const storageBroken: Scenario = {
  name: "storage_broken",
  proves: "Where storage throws, hangs or is full, the page sends from memory while it lives.",
  async run({ random, context, ...world }) {
    await context.addInitScript(BREAKS[random.pick(["throws", "hangs", "full"] as const)]);
    const bursts = random.whole(1, 4);
    const page = await world.visit("running");
    for (let burst = 0; burst < bursts; burst++) {
      await world.track(page, random.whole(1, 30));
      await pause(random.whole(0, 500));
    }
  },
};

/** This one of the pages hears of its database when so many milliseconds have passed. */
const delayOpening = (visit: number, ms: number) => `
  if (location.search === "?visit=${visit}") {
    const { open } = IDBFactory.prototype;
    window.readDisk = async () => {
      const [{ name }] = await indexedDB.databases();
      const done = (request) => new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
      const database = await done(open.call(indexedDB, name));
      const found = await done(database.transaction("outbox").objectStore("outbox").getAll());
      database.close();
      return found.map(({ data }) => data?.nonce);
    };
    IDBFactory.prototype.open = function (...args) {
      const request = open.apply(this, args);
      Object.defineProperty(request, "onsuccess", {
        set: (heard) => request.addEventListener("success", (event) => setTimeout(() => {
          window.isOpened = true;
          heard.call(request, event);
        }, ${ms})),
      });
      return request;
    };
  }`;

export const storageSlow: Scenario = {
  name: "storage_slow",
  proves: "A page whose storage answers later than anybody waits for goes on in memory until then, as the same visitor as all others, and has everything on disk after that.",
  async run(world) {
    const { random, context, until, proxy, ledger } = world;
    const visit = random.pick([1, 2]);
    await context.addInitScript(delayOpening(visit, DISK_MS + random.whole(500, 3_000)));
    const kills = random.pick([true, false]) && context.browser()?.browserType().name() === "chromium";
    // What is killed must have everything on disk: then nothing may have arrived before.
    if (kills) proxy.refuse("close");
    // One after the other: where the very first page waits and another begins just as it gives up, each may make a visitor up.
    const tabs = [await world.visit()];
    if (visit === 2 || random.pick([true, false])) tabs.push(await world.visit());
    const slow = tabs[visit - 1]!;
    await Promise.all(tabs.map((tab) => world.track(tab, random.whole(1, 20))));
    await until("the disk to answer", () => slow.evaluate<boolean>("!!window.isOpened"));
    for (const tab of tabs) await world.track(tab, random.whole(1, 20));
    await pause(random.whole(0, 200));
    if (kills) {
      await until("the disk to have it all", async () => {
        const kept = await slow.evaluate<string[]>("readDisk()");
        return ledger.entries().every(({ nonce }) => kept.includes(nonce));
      });
      const at = await kill(world, slow);
      world.crashed(at, SAFE_MS);
      await proxy.heal();
    }
    if (kills || random.pick([true, false])) await slow.close();
    await world.visit();
  },
};
