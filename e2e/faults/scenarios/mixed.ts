/** Several of them at once. */
import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../proxy";
import { FLUSH } from "../scenario";
import type { Scenario } from "../scenario";

const FAULTS: readonly (Fault | "refuse")[] = [
  { kind: "reset_before" },
  { kind: "reset_after" },
  { kind: "truncated", how: "cut" },
  { kind: "truncated", how: "overstated" },
  { kind: "answer", status: 503, cors: true },
  { kind: "answer", status: 502, cors: false },
  { kind: "answer", status: 429, retryAfter: "1", cors: true },
  { kind: "slow", msPerByte: 3 },
  { kind: "duplicate" },
  "refuse",
];
const IN_A_ROW = 3;

export const mixed: Scenario = {
  name: "mixed",
  proves: "Three faults in a row, with tabs that come and go between them, lose and double nothing.",
  async run({ random, proxy, ...world }) {
    let page = await world.visit();
    for (const fault of random.shuffle(FAULTS).slice(0, IN_A_ROW)) {
      proxy.delay(random.whole(0, 100), random.whole(0, 100));
      if (fault === "refuse") proxy.refuse(random.pick(["close", "reset"]));
      else proxy.arm(fault, random.whole(1, 3));
      await world.track(page, random.whole(1, 30), random.pick(["", FLUSH, FLUSH]));
      await pause(random.whole(0, 1_200));
      if (random.pick([true, false])) {
        await world.trackAndGo(page, random.whole(1, 10), `location.href = "${world.bare}"`);
        // Chromium forgets that it was told to close a tab that is on its way elsewhere.
        await page.waitForURL(world.bare);
        await page.close();
        page = await world.visit();
      }
      await proxy.heal();
    }
    await page.close();
    await world.visit();
  },
};
