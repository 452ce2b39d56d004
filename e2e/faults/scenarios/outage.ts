/** Nobody can reach the collector for ten minutes, and the page stays. */
import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../proxy";
import type { Scenario } from "../scenario";

const OUTAGE_MS = 600_000;
const BETWEEN_MS = 5_000;
const MOST_REQUESTS = 20;
/** The longest pause between two tries, and some more. */
const PATIENCE_MS = 330_000;

const OUTAGES: readonly (Fault | "refuse")[] = [{ kind: "reset_before" }, { kind: "answer", status: 503, cors: true }, "refuse"];

export const outage: Scenario = {
  name: "outage",
  proves: `A page asks at most ${MOST_REQUESTS} times in an outage of ten minutes, and all that it has tracked meanwhile is stored afterwards.`,
  longMs: OUTAGE_MS + PATIENCE_MS + 120_000,
  async run({ random, proxy, ...world }) {
    const fault = random.pick(OUTAGES);
    const page = await world.visit();
    let requests = 0;
    page.on("request", (request) => void (request.method() === "POST" && requests++));
    if (fault === "refuse") proxy.refuse("close");
    else proxy.arm(fault);
    for (const end = Date.now() + OUTAGE_MS; Date.now() < end; await pause(BETWEEN_MS)) await world.track(page, random.whole(0, 3));
    world.note("requests in ten minutes", requests);
    if (requests > MOST_REQUESTS) world.object(`${requests} requests in ten minutes`);
    if (!requests) world.object("The outage was not met");
    await proxy.heal();
    // By itself: nobody tells the page that it is over.
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !proxy.posts.some(({ acknowledged }) => acknowledged); ) await pause(100);
  },
};
