import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/collector/store/open";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import { readMasterKeys } from "../../src/collector/vault/masterKeys";
import type { Contact } from "../../src/protocol/contact";
import { NOW, openCollector, type Collector } from "./openCollector";

const CROWD = 700;
const PHONE = "+4930901820";

let collector: Collector;
beforeEach(async () => void (collector = await openCollector()));
afterEach(() => collector.close());

const call = async (method: "POST" | "DELETE", url: string, payload?: object) =>
  (await collector.server.inject({ method, url, headers: { authorization: `Bearer ${collector.secret}` }, ...(payload && { payload }) })).json();
const create = async (): Promise<Contact> => call("POST", "/v1/contacts", { displayName: "Ada Byron", phones: [PHONE] });

/** Very many visitors who all claim one phone: a hotel's, say, or a bot's. */
const crowd = () => {
  const event = (i: number, type: string, data: object) =>
    ({ id: `${type}-${i}`, type, at: NOW, received: NOW, site: collector.site.id, source: "page" as const, visitor: `v${i}`, session: `w${i}`, seq: type === "page.viewed" ? 0 : 1, data: { ...data } });
  return collector.store.append(Array.from({ length: CROWD }, (_, i) => [event(i, "page.viewed", {}), event(i, "identity.claimed", { phone: PHONE, e164: PHONE })]).flat());
};
const named = async (store = collector.store) => (await store.cards({ site: collector.site.id, limit: 2 * CROWD })).cards.filter(({ name }) => name === "Ada Byron").length;

describe("A contact whose phone very many visitors have claimed", () => {
  it("names some of them at once and everybody soon, and others are served in between", async () => {
    await crowd();
    const seen = new Set<string>();
    collector.store.onChange((_site, { cards }) => cards.filter(({ name }) => name === "Ada Byron").forEach(({ id }) => seen.add(id)));
    await create();
    const first = await named();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(CROWD);
    await vi.waitFor(async () => expect(await named()).toBe(CROWD), { timeout: 60_000 });
    expect(seen.size).toBe(CROWD);
  });

  it("names the rest after a restart in the middle of it", async () => {
    await crowd();
    await create();
    expect(await named()).toBeLessThan(CROWD);
    await collector.stop();
    const store = createSqliteStore({ database: await openDatabase(collector.folder), masterKeys: readMasterKeys({ folder: collector.folder }) });
    await vi.waitFor(async () => expect(await named(store)).toBe(CROWD), { timeout: 60_000 });
    await store.close();
  });

  it("takes all of them along when it is erased before they were named", async () => {
    await crowd();
    const { id } = await create();
    expect(await named()).toBeLessThan(CROWD);
    expect(await call("DELETE", `/v1/contacts/${id}`)).toMatchObject({ visitors: CROWD });
    await vi.waitFor(async () => expect(await named()).toBe(0), { timeout: 60_000 });
    expect((await collector.store.identity(collector.site.id, `v${CROWD - 1}`)).level).toBeUndefined();
  });

  it("names nobody when it was changed again before their turn", async () => {
    await crowd();
    const { id } = await create();
    await collector.server.inject({ method: "PATCH", url: `/v1/contacts/${id}`, headers: { authorization: `Bearer ${collector.secret}` }, payload: { phones: [] } });
    await vi.waitFor(async () => expect(await named()).toBe(0), { timeout: 60_000 });
  });
});
