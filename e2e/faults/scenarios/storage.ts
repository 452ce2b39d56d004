/** The browser refuses to store. */
import { setTimeout as pause } from "node:timers/promises";
import type { Scenario } from "../scenario";

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
