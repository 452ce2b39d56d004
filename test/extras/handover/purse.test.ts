/** One token at a time, for who visits now: asked for rarely, good once, and for nobody without consent. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPurse } from "../../../src/extras/handover/purse";
import { forgetCookie } from "../../../src/extras/handover/forgetCookie";
import type { Ask } from "../../../src/extras/handover/ask";
import { createHost } from "../standIns/host";

let document: EventTarget;
let visitor: string | undefined;
beforeEach(() => {
  vi.useFakeTimers();
  document = new EventTarget();
  vi.stubGlobal("document", document);
  visitor = "ada";
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const open = (answer: () => Response | undefined) => {
  const host = createHost();
  let n = 0;
  const ask = vi.fn<Ask>(async () => answer() && new Response(JSON.stringify({ token: `t${++n}` })));
  const purse = createPurse({ host, ask, visitor: () => visitor });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { host, ask, purse, settle };
};
const good = () => new Response("{}");

it("asks once for many touches, gives the token once, and then asks for another", async () => {
  const { ask, purse, settle } = open(good);
  for (let i = 0; i < 20; i++) purse.fill();
  expect(purse.take()).toBeUndefined();
  await settle();
  purse.fill();
  expect(ask.mock.calls).toEqual([["handover", { visitor: "ada" }]]);
  expect([purse.take(), purse.take()]).toEqual(["t1", undefined]);
  purse.fill();
  await settle();
  expect(purse.take()).toBe("t2");
});

it("gives no token that has too little time left for the way", async () => {
  const { ask, purse, settle } = open(good);
  purse.fill();
  await settle();
  await vi.advanceTimersByTimeAsync(60_001);
  expect(purse.take()).toBeUndefined();
  purse.fill();
  await settle();
  expect(ask).toHaveBeenCalledTimes(2);
  expect(purse.take()).toBe("t2");
});

it("leaves a collector alone for ten seconds that gave none", async () => {
  let answer: Response | undefined;
  const { ask, purse, settle } = open(() => answer);
  for (let i = 0; i < 9; i++) {
    purse.fill();
    await settle();
  }
  expect(ask).toHaveBeenCalledTimes(1);
  answer = good();
  await vi.advanceTimersByTimeAsync(10_001);
  purse.fill();
  await settle();
  expect(purse.take()).toBe("t1");
});

it.each(["identity.reset", "consent.changed"])("forgets what it has, and what is on its way, at %s", async (type) => {
  const { purse, settle } = open(good);
  purse.fill();
  await settle();
  document.dispatchEvent(new Event(`pe:${type}`));
  expect(purse.take()).toBeUndefined();
  purse.fill();
  document.dispatchEvent(new Event(`pe:${type}`));
  await settle();
  expect(purse.take()).toBeUndefined();
});

it("is for nobody else, nor for who is not known or allows nothing", async () => {
  const { host, ask, purse, settle } = open(good);
  purse.fill();
  await settle();
  visitor = "bob";
  expect(purse.take()).toBeUndefined();
  visitor = undefined;
  purse.fill();
  visitor = "bob";
  host.allows = "pending";
  purse.fill();
  expect(ask).toHaveBeenCalledTimes(1);
  host.allows = "granted";
  purse.fill();
  await settle();
  host.allows = "denied";
  expect(purse.take()).toBeUndefined();
});

it("The cookie is forgotten once for each withdrawal, and never for a page that only begins with a no", () => {
  const host = createHost();
  const ask = vi.fn<Ask>(async () => undefined);
  forgetCookie(host, ask);
  const change = (state: typeof host.allows) => {
    host.allows = state;
    document.dispatchEvent(new Event("pe:consent.changed"));
  };
  change("denied");
  change("denied");
  change("pending");
  change("denied");
  expect(ask.mock.calls).toEqual([["forget", {}]]);
  change("granted");
  change("pending");
  change("denied");
  expect(ask).toHaveBeenCalledTimes(2);
  change("granted");
  host.stop();
  change("denied");
  expect(ask).toHaveBeenCalledTimes(2);
});

it("The cookie is forgotten as well where the no came while this was on its way", () => {
  const host = createHost();
  const ask = vi.fn<Ask>(async () => undefined);
  host.allows = "denied";
  forgetCookie(host, ask);
  expect(ask.mock.calls).toEqual([["forget", {}]]);
  document.dispatchEvent(new Event("pe:consent.changed"));
  expect(ask).toHaveBeenCalledTimes(1);
});
