/** When a tab listens, for whom and from where: with stand-ins for what the browser decides. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import pushes from "../../src/extras/pushes";
import type { Push, PushedState } from "../../src/protocol/push";
import { stubLocalStorage } from "../sdk/fakes";
import { createHost } from "./standIns/host";

class Source extends EventTarget {
  static all: Source[] = [];
  asked: URLSearchParams;
  origin: string;
  isOpen = true;
  constructor(url: string) {
    super();
    const { searchParams, origin, pathname } = new URL(url);
    this.asked = searchParams;
    this.origin = origin + pathname;
    Source.all.push(this);
  }
  close() {
    this.isOpen = false;
  }
}

let storage: ReturnType<typeof stubLocalStorage>;
let window: EventTarget;
let document: EventTarget & { hidden: boolean };
beforeEach(() => {
  vi.useFakeTimers();
  storage = stubLocalStorage();
  window = new EventTarget();
  document = Object.assign(new EventTarget(), { hidden: false });
  Source.all = [];
  vi.stubGlobal("document", document);
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("navigator", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Of each stream that is open the visitor, and from where it was asked. */
const open = () => Source.all.filter(({ isOpen }) => isOpen).map(({ asked }) => `${asked.get("visitor")} ${asked.get("lastEventId")}`);
const settle = () => vi.advanceTimersByTimeAsync(1);
const visit = (visitor: string) => void (storage.kept["parley:pk_test:"] = JSON.stringify({ visitor }));
const story = (...told: string[]) => void (storage.kept["parley:pk_test:c"] = JSON.stringify([{ id: "c1", channel: "chat", told, at: Date.now() }]));
const fire = async (target: EventTarget, type: string, more: object = {}) => {
  target.dispatchEvent(Object.assign(new Event(type), more));
  await settle();
};
const emit = (type: string) => fire(document, "pe:*", { detail: { type, data: { conversation: "c1" } } });
let made = 0;
const say = (state: PushedState, n: number) =>
  fire(Source.all.at(-1)!, "push", { data: JSON.stringify({ id: `p${++made}`, type: `conversation.${state}`, at: 1, data: { conversation: "c1", channel: "chat" } } satisfies Push), lastEventId: String(n) });

async function start() {
  visit("v1");
  story("started");
  const host = createHost();
  host.moment = () => ({ at: Date.now(), url: "" });
  Object.assign(host.options, { key: "pk_test", collector: "https://collect.example/x" });
  const bring = vi.spyOn(host, "bring").mockResolvedValue(undefined);
  pushes(host);
  // It is asked to start as often as a conversation begins.
  pushes(host);
  await settle();
  return { host, bring, told: () => host.tell.mock.calls.map(([{ type }]) => type) };
}

it("listens once, for who visits, at the collector", async () => {
  await start();
  expect([open(), Source.all[0]!.origin, Source.all[0]!.asked.get("key")]).toEqual([["v1 "], "https://collect.example/v1/pushes", "pk_test"]);
});

it("puts the line away with the page, and resumes where it was", async () => {
  const { told } = await start();
  await say("routed", 7);
  await fire(window, "pagehide");
  expect(open()).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(open()).toEqual([]);
  await fire(window, "pageshow");
  expect([open(), told()]).toEqual([["v1 7"], ["conversation.routed"]]);
});

it("begins anew with another conversation", async () => {
  await start();
  await say("ended", 7);
  expect(open()).toEqual([]);
  story("started");
  await emit("conversation.started");
  expect(open()).toEqual(["v1 "]);
});

it("hears nothing once consent is gone, though nobody has said so", async () => {
  const { host, told } = await start();
  host.allows = "denied";
  await say("routed", 7);
  expect([told(), open()]).toEqual([[], []]);
  expect(storage.kept).not.toHaveProperty(["parley:pk_test:p"]);
});

it("listens to nobody after a reset until it is known who comes", async () => {
  await start();
  await say("routed", 7);
  await emit("identity.reset");
  expect([open(), storage.kept["parley:pk_test:p"]]).toEqual([[], undefined]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(open()).toEqual([]);
  visit("v2");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(open()).toEqual(["v2 "]);
});

it("hears of a reset in another tab, and of the end there", async () => {
  await start();
  delete storage.kept["parley:pk_test:c"];
  await fire(window, "storage", { key: "parley:pk_test:c", newValue: null });
  expect(open()).toEqual([]);
  // A conversation of whoever comes after, before this tab can know them.
  story("started");
  await fire(window, "storage", { key: "parley:pk_test:c", newValue: "[]" });
  expect(open()).toEqual([]);
  visit("v2");
  await fire(window, "storage", { key: "parley:pk_test:", newValue: "{}" });
  expect(open()).toEqual(["v2 "]);
  story("started", "ended");
  await fire(window, "storage", { key: "parley:pk_test:c", newValue: "[]" });
  expect(open()).toEqual([]);
});

it("ends with a story that nobody has gone on with for a day", async () => {
  await start();
  vi.setSystemTime(Date.now() + 86_400_000);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(open()).toEqual([]);
});

it("takes no connection from the pages that are seen where each tab has its own", async () => {
  await start();
  document.hidden = true;
  await fire(document, "visibilitychange");
  expect(open()).toEqual([]);
  document.hidden = false;
  await fire(document, "visibilitychange");
  expect(open()).toHaveLength(1);
});

it("waits for its turn, and has nothing to begin when all is over by then", async () => {
  const turns: (() => Promise<void>)[] = [];
  vi.stubGlobal("navigator", { locks: { request: (_name: string, _options: object, hold: () => Promise<void>) => new Promise<void>((done) => turns.push(() => hold().then(done))) } });
  await start();
  expect([turns.length, open()]).toEqual([1, []]);
  // The word of the other tab is still on its way.
  story("started", "ended");
  const over = vi.fn();
  void turns[0]!().then(over);
  await settle();
  expect(Source.all).toEqual([]);
  // Nor has the next tab, if the word reaches it in time.
  await vi.advanceTimersByTimeAsync(900);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(over).toHaveBeenCalled();
  story("started");
  await emit("conversation.started");
  void turns[1]!();
  await settle();
  expect(open()).toEqual(["v1 "]);
});

it("hands on what rules have decided", async () => {
  const { host, bring } = await start();
  const rule = { id: "r", type: "segment.matched", at: 1, data: { segment: "s", name: "S", color: "#ff0000", of: "session" } };
  await fire(Source.all.at(-1)!, "beat", { data: "{}", lastEventId: "7" });
  expect(bring).not.toHaveBeenCalled();
  await fire(Source.all.at(-1)!, "rule", { data: JSON.stringify(rule), lastEventId: "" });
  expect(bring.mock.calls).toEqual([["offers", [rule]]]);
  // Not what comes when it may not be heard any more.
  host.allows = "denied";
  await fire(Source.all.at(-1)!, "rule", { data: JSON.stringify(rule), lastEventId: "" });
  expect(bring).toHaveBeenCalledTimes(1);
});

it("does nothing on a page that has stopped tracking", async () => {
  const { host } = await start();
  host.stop();
  expect(open()).toEqual([]);
  await fire(window, "storage", { key: "parley:pk_test:c" });
  await fire(window, "pageshow");
  await emit("conversation.started");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([open(), vi.getTimerCount()]).toEqual([[], 0]);
});
