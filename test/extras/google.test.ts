import { afterEach, beforeEach, expect, it, vi } from "vitest";

type Page = { dataLayer?: unknown[]; pe?: { q: unknown } };
let page: Page;

beforeEach(() => {
  page = {};
  vi.resetModules();
  vi.stubGlobal("window", page);
});
afterEach(() => void vi.unstubAllGlobals());

const load = () => import("../../src/extras/google");
/** As Google's own snippet does. */
function gtag(..._: unknown[]) {
  (page.dataLayer ??= []).push(arguments);
}

it("tells what was said before it came and after, in order, and hands every command on", async () => {
  gtag("consent", "default", { analytics_storage: "denied", ad_user_data: "granted", wait_for_update: 500 });
  await load();
  gtag("consent", "update", { analytics_storage: "granted", ad_storage: "denied" });
  gtag("consent", "update", { analytics_storage: "denied", ad_user_data: "denied" });
  gtag("event", "page_view");
  expect(page.pe!.q).toEqual([
    ["consent", { analytics: "pending", identity: "granted" }],
    ["consent", { analytics: "granted" }],
    ["consent", { analytics: "denied", identity: "denied" }],
  ]);
  expect(page.dataLayer).toHaveLength(4);
});

it("waits for an answer where any default says no, whatever region it is for, and takes no default after an answer", async () => {
  await load();
  gtag("consent", "default", { analytics_storage: "denied", region: ["DE"] });
  gtag("consent", "default", { analytics_storage: "granted" });
  gtag("consent", "update", { analytics_storage: "denied" });
  gtag("consent", "default", { analytics_storage: "granted" });
  expect(page.pe!.q).toEqual([["consent", { analytics: "pending" }], ["consent", { analytics: "denied" }]]);
});

it("takes over the stub's memory, takes an unknown word for a no, and says nothing twice", async () => {
  const q: unknown[] = [["track", "before"]];
  page.pe = { q };
  await load();
  for (let i = 0; i < 2; i++) gtag("consent", "update", { analytics_storage: "maybe" });
  expect(q).toEqual([["track", "before"], ["consent", { analytics: "denied" }]]);
});

it("lets whatever else a page pushes through, and never throws into it", async () => {
  const trap = new Proxy({}, { get: () => { throw new Error("no"); } });
  page.dataLayer = [null, 5, trap];
  await load();
  for (const odd of [null, undefined, "consent", trap, ["consent"], ["consent", "default"], ["consent", "update", null], ["consent", "update", trap]]) page.dataLayer.push(odd);
  expect(page.dataLayer).toHaveLength(11);
  expect(page.pe).toBeUndefined();
});
