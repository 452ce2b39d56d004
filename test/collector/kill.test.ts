/** The promise of the answer 202, against the hardest way to stop a process. Needs the built collector: `PARLEY_BUILD=server npx rollup -c`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/collector/store/open";
import { freePort, killCollectors, missing, startCollector } from "./startCollector";

const KILLS = 20;
const SENDERS = 8;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "parley-kill-"));
});
afterEach(() => {
  killCollectors();
  rmSync(folder, { recursive: true });
});

const start = (PORT: number, more: { [name: string]: string } = {}) => startCollector({ PORT, PE_DATA: folder, ...more });

describe(`The collector as a process${missing}`, () => {
  it.skipIf(missing)(`keeps every event that it has answered for, exactly once, through ${KILLS} sudden deaths`, { timeout: 600_000 }, async () => {
    const port = await freePort();
    const acknowledged = new Set<string>();
    const unanswered: string[][] = [];
    let made = 0;
    let keptUnanswered = 0;

    for (let kill = 0; kill < KILLS; kill++) {
      const { child, key, exit } = await start(port);
      let answered = 0;
      let dead = false;
      const goal = 15 + ((kill * 7) % 20);
      const sendOn = async (sender: number) => {
        while (!dead) {
          // A batch whose answer never came is sent again with the same ids, as every sender does.
          const ids = unanswered.pop() ?? Array.from({ length: 10 }, () => `e${++made}`);
          const events = ids.map((id) => ({ id, type: "page.viewed", at: 1, session: `w${sender}` }));
          const body = JSON.stringify({ v: 1, key, batch: ids[0], sentAt: 1, visitor: `v${sender}`, events });
          const answer = await fetch(`http://127.0.0.1:${port}/v1/events`, { method: "POST", body, headers: { origin: "http://localhost" } }).then(async (response) => ({ status: response.status, ...(await response.json()) }), () => undefined);
          if (answer === undefined) {
            unanswered.push(ids);
            continue;
          }
          expect(answer).toMatchObject({ status: 202, rejected: [] });
          for (const id of ids) acknowledged.add(id);
          keptUnanswered += answer.duplicates;
          // A scattered moment, so that death meets requests, commits and answers alike.
          if (++answered === goal) setTimeout(() => (dead = child.kill("SIGKILL")), (kill * 3) % 8);
        }
      };
      await Promise.all([...Array.from({ length: SENDERS }, (_, i) => sendOn(i)), exit]);
    }

    const database = await openDatabase(folder);
    const all = <Row>(sql: string) => database.prepare(sql).all() as Row[];
    expect(Object.values(all<object>("PRAGMA integrity_check")[0]!)).toEqual(["ok"]);
    const kept = all<{ id: string; times: number }>("SELECT id, count(*) AS times FROM events GROUP BY id");
    expect(kept.filter(({ times }) => times !== 1)).toEqual([]);
    const ids = new Set(kept.map(({ id }) => id));
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(KILLS * 100);
    // Cards are written in the same stroke: no event is folded twice, and none is forgotten.
    const pages = all<{ session: string; events: number; pages: number }>(
      "SELECT session, count(*) AS events, json_extract(s.state, '$.visits[0].pages') AS pages FROM events JOIN sessions AS s ON s.id = session GROUP BY session");
    expect(pages).toHaveLength(SENDERS);
    expect(pages.filter(({ events, pages }) => events !== pages)).toEqual([]);
    database.close();
    console.log(`      ${acknowledged.size} events acknowledged, ${ids.size} kept, ${keptUnanswered} told again after a death that had kept them, ${KILLS} kills`);
  });

  it.skipIf(missing)("prints its secret once, a new link each time as long as there is no admin, and stops when it is asked to", { timeout: 300_000 }, async () => {
    const port = await freePort();
    const first = await start(port);
    first.child.kill("SIGTERM");
    expect(await first.exit).toEqual([0, null]);
    const second = await start(port);
    expect([/\ssk_[\w-]{40}\s/.test(first.printed()), /\ssk_/.test(second.printed()), second.key]).toEqual([true, false, first.key]);
    const ticket = (printed: string) => /ticket=([\w-]+)/.exec(printed)?.[1];
    expect(ticket(first.printed())).not.toBe(ticket(second.printed()));

    const third = await start(port, { PE_DATA: path.join(folder, "other") });
    expect(third.printed()).toContain("set PORT to a free one");
    expect(await third.exit).toEqual([1, null]);
    const fourth = await start(await freePort());
    expect(fourth.printed()).toMatch(/The data folder .* cannot be used\. Another collector uses it: .*\./);
    expect(await fourth.exit).toEqual([1, null]);
    second.child.kill("SIGINT");
    expect(await second.exit).toEqual([0, null]);
  });

  it.skipIf(missing)("says in one sentence that its data is damaged", { timeout: 300_000 }, async () => {
    mkdirSync(path.join(folder, "data"));
    const file = path.join(folder, "data", "parley.db");
    const data = { PE_DATA: path.join(folder, "data") };
    const first = await start(await freePort(), data);
    first.child.kill("SIGTERM");
    await first.exit;
    const good = readFileSync(file);
    for (const from of [0, 100, 4_096]) {
      writeFileSync(file, Buffer.concat([good.subarray(0, from), Buffer.alloc(good.length - from, "x")]));
      const { printed, exit } = await start(await freePort(), data);
      expect(await exit).toEqual([1, null]);
      expect(printed()).toMatch(/^The data folder .* cannot be used\. .* is damaged or no database\. .*\.\n$/);
    }
  });

  it.skipIf(missing)("logs requests without saying who made them", { timeout: 300_000 }, async () => {
    const port = await freePort();
    const { printed, key, child, exit } = await start(port, { PE_LOG: "info" });
    const greeting = printed().length;
    const ticket = /ticket=([\w-]+)/.exec(printed())?.[1];
    const secret = /(?<=\s)sk_[\w-]+/.exec(printed())?.[0];
    const url = `http://127.0.0.1:${port}`;
    await fetch(`${url}/console/login?ticket=${ticket}`);
    const event = { id: "e1", type: "identity.claimed", at: 1, data: { traits: { email: "ada@example.com" } } };
    const body = JSON.stringify({ v: 1, key, batch: "b", sentAt: 1, visitor: "v1", events: [event] });
    const headers = { authorization: `Bearer ${secret}`, "user-agent": '\r\n{"level":60}'.replace(/[\r\n]/g, " ") };
    expect((await fetch(`${url}/v1/events`, { method: "POST", body, headers })).status).toBe(202);
    await vi.waitFor(() => expect(printed().slice(greeting)).toMatch(/"path":"\/v1\/events".*"statusCode":202/s), { timeout: 60_000 });
    const lines = printed().slice(greeting).split("\n").filter((line) => line.startsWith("{"));
    expect(lines.map((line) => JSON.parse(line)).length).toBeGreaterThan(3);
    for (const told of [ticket, secret, key, "ada@example.com", "remoteAddress", "remotePort"]) expect(lines.join("\n")).not.toContain(told);
    child.kill("SIGTERM");
    await exit;
  });
});
