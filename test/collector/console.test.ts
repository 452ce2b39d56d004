import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anEvent, openCollector, type Collector } from "./openCollector";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const get = (url: string, cookie = "") => collector.server.inject({ url, headers: { cookie } });

describe("The console's pages", () => {
  it("lead without a login to the way in", async () => {
    for (const [address, way] of [["/console/", "/console/login"], ["/console/health", "/console/login?to=%2Fconsole%2Fhealth"], ["/console/rules?site=pk_1", "/console/login?to=%2Fconsole%2Frules%3Fsite%3Dpk_1"]] as const) {
      const answer = await get(address);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, way]);
      expect((await get(address, await collector.cookie())).payload).toContain('<div id="app">');
    }
  });

  it("allow no script but their own, no frame around them, and no address to leave", async () => {
    for (const url of ["/console/", "/console/login", "/console/console.css"]) {
      const { headers } = await get(url, await collector.cookie());
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin" });
      for (const rule of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) {
        expect(headers["content-security-policy"]).toContain(rule);
      }
    }
  });

  it("bring their own style, as it is built", async () => {
    const answer = await get("/console/console.css");
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "text/css; charset=utf-8"]);
  });

  it.each(["/console/card.tsx", "/console/..%2fmain.ts", "/console/constructor", "/console/__proto__", "/console/console.css%00"])("do not include %s", async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
});

describe("A journey", () => {
  it("is read by session or conversation, of the agent's own site only", async () => {
    const { post, batch, cookie, store } = collector;
    await post(batch([anEvent({ id: "mine", session: "w1" }), anEvent({ id: "started", session: "w1", type: "conversation.started", data: { conversation: "c1" } })]));
    await store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "x" });
    await post(batch([anEvent({ id: "theirs", session: "w1" })], { key: "pk_other" }));
    const ids = async (query: string) => (await get(`/v1/journey?${query}`, await cookie())).json().steps.map(({ id }: { id: string }) => id);
    expect(await ids("session=w1")).toEqual(["mine", "started"]);
    expect(await ids("conversation=c1")).toEqual(["started"]);
    expect(await ids("session=unknown")).toEqual([]);
    for (const query of ["", "session=a&session=b", "session=a&visitor=v1"]) expect((await get(`/v1/journey?${query}`, await cookie())).statusCode).toBe(400);
  });
});
