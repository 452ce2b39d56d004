/** The promise that nothing is left out, against the hardest way to stop a process. Needs the built collector: `PARLEY_BUILD=server npx rollup -c`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Webhook } from "standardwebhooks";
import { freePort, killCollectors, missing, startCollector } from "../startCollector";
import { ok, openReceiver, status, type Receiver } from "./receiver";

const KILLS = 20;

let folder: string;
let receiver: Receiver;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "parley-kill-webhooks-"));
  receiver = await openReceiver();
});
afterEach(async () => {
  killCollectors();
  await receiver.close();
  rmSync(folder, { recursive: true });
});

const start = (PORT: number) => startCollector({ PORT, PE_DATA: folder, PE_WEBHOOK_INTRANET: "on" });

describe(`Webhooks of a collector as a process${missing}`, () => {
  it.skipIf(missing)(`are told of every event that was answered for, at least once and under one id, through ${KILLS} sudden deaths`, { timeout: 600_000 }, async () => {
    const port = await freePort();
    const acknowledged = new Set<string>();
    let made = 0;
    let key = "";
    let signing = "";
    let deaths = 0;
    // Some are not taken the first time that they come: they wait for seconds, over several deaths.
    const refused = new Set<string>();
    receiver.answer = (one, response) => {
      const { id } = one.message.data;
      const isRefused = Number(id.slice(1)) % 17 === 0 && !refused.has(id);
      if (isRefused) refused.add(id);
      setTimeout(() => (isRefused ? status(500) : ok)(one, response), 1 + (receiver.received.length % 5));
    };

    for (let kill = 0; kill < KILLS; kill++) {
      const { child, exit, ...keys } = await start(port);
      if (kill === 0) {
        key = keys.key;
        const answer = await fetch(`http://127.0.0.1:${port}/v1/webhooks`, { method: "POST", headers: { authorization: `Bearer ${keys.secret}`, "content-type": "application/json" }, body: JSON.stringify({ url: receiver.url, types: ["page.*"] }) });
        signing = ((await answer.json()) as { secret: string }).secret;
      }
      // Death comes while requests are under way to the receiver, at a scattered moment.
      const goal = receiver.received.length + 10 + ((kill * 7) % 40);
      let dead = false;
      void exit.then(() => (dead = true));
      const watch = setInterval(() => {
        if (receiver.received.length < goal) return;
        clearInterval(watch);
        setTimeout(() => child.kill("SIGKILL"), (kill * 3) % 11);
      }, 1);
      while (!dead) {
        const ids = Array.from({ length: 10 }, () => `e${++made}`);
        const events = ids.flatMap((id) => [{ id, type: "page.viewed", at: 1, session: "w1" }, { id: `${id}-other`, type: "order_completed", at: 1, session: "w1" }]);
        const body = JSON.stringify({ v: 1, key, batch: ids[0], sentAt: 1, visitor: "v1", events });
        const answered = await fetch(`http://127.0.0.1:${port}/v1/events`, { method: "POST", body, headers: { origin: "http://localhost" } }).then(({ status: code }) => code === 202, () => false);
        if (answered) for (const id of ids) acknowledged.add(id);
      }
      await exit;
      deaths++;
    }

    const { child, exit } = await start(port);
    const told = () => new Set(receiver.received.filter(({ message }) => !refused.has(message.data.id)).map(({ message }) => message.data.id));
    const copiesOf = () => receiver.received.reduce((copies, { message: { data: { id } } }) => copies.set(id, (copies.get(id) ?? 0) + 1), new Map<string, number>());
    // Who was refused comes a second time.
    await vi.waitFor(() => {
      const copies = copiesOf();
      expect([...acknowledged].filter((id) => (copies.get(id) ?? 0) < (refused.has(id) ? 2 : 1))).toEqual([]);
    }, { timeout: 300_000, interval: 50 });
    child.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);

    const messages = new Map<string, Set<unknown>>();
    for (const { message, headers, body } of receiver.received) {
      new Webhook(signing).verify(body, headers as { [name: string]: string });
      messages.set(message.data.id, (messages.get(message.data.id) ?? new Set()).add(headers["webhook-id"]));
      expect(message.type).toBe("page.viewed");
    }
    expect([...messages.values()].filter((ids) => ids.size !== 1)).toEqual([]);
    expect([deaths, acknowledged.size > KILLS * 20, refused.size > 10, told().size > 100]).toEqual([KILLS, true, true, true]);
    console.log(`      ${acknowledged.size} events answered for, ${messages.size} told, ${receiver.received.length - messages.size - refused.size} of them again after a death, ${refused.size} after a refusal, ${KILLS} kills`);
  });
});
