import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HELD_EVENTS } from "../../src/protocol/limits";
import widgets from "../../src/extras/widgets";
import { createRelay } from "../../src/sdk/extras/relay";
import { createHost } from "../extras/standIns/host";
import { stubLocalStorage } from "./fakes";
import type { ConversationData, ConversationState } from "../../src/protocol/event";
import type { Bring, Click, Host, Running } from "../../src/sdk/extras/host";

let storage: ReturnType<typeof stubLocalStorage>;
let idle: (() => unknown)[];

beforeEach(() => {
  storage = stubLocalStorage();
  idle = [];
  vi.stubGlobal("window", { requestIdleCallback: (run: () => unknown) => idle.push(run) });
  vi.stubGlobal("Node", class {});
  vi.stubGlobal("document", new EventTarget());
});
afterEach(() => void vi.unstubAllGlobals());

/** A page, and the extra that it would load; or none, as it is blocked. */
function open({ isBlocked = false, wanted = false } = {}) {
  const host = createHost();
  host.options.widgets = wanted;
  const observe = vi.fn<Running["observe"]>();
  const show = vi.fn<Running["open"]>(() => true);
  const extra = vi.fn<(host: Host, clicks: Click[]) => Running>(() => ({ observe, find: () => [], open: show }));
  const bring = vi.fn(async (name: string, clicks: Click[]) => {
    expect(name).toBe("widgets");
    try {
      if (isBlocked) throw new Error("blocked");
      return extra(host, clicks);
    } catch (error) {
      return void host.debug(error);
    }
  });
  const page = { isLeaving: false };
  const relay = createRelay({ host, bring: bring as unknown as Bring, talk: "this-page", isLeaving: () => page.isLeaving });
  /** The page has nothing better to do; settles when whatever was to be loaded has come or failed. */
  const rest = async () => {
    idle.splice(0).forEach((run) => run());
    await new Promise(setImmediate);
  };
  const emitted = () => host.emit.mock.calls.map(([type, data]) => [type.replace("conversation.", ""), (data as ConversationData).conversation]);
  const observed = () => observe.mock.calls.map(([state, { id }]) => (id ? [state, id] : [state]));
  return { ...relay, host, page, rest, bring, extra, emitted, observed, heard: observe, show };
}

describe("the extra", () => {
  it("is loaded for widgets once that is allowed, at rest, and once", async () => {
    const { load, host, rest, bring, extra } = open({ wanted: true });
    host.allows = "pending";
    load();
    expect(idle).toHaveLength(0);
    host.allows = "granted";
    load();
    load();
    expect(idle).toHaveLength(1);
    expect(extra).not.toHaveBeenCalled();
    await rest();
    load();
    await rest();
    expect(bring).toHaveBeenCalledTimes(1);
  });

  it("is loaded for the page's own word alone where no widgets are wanted", async () => {
    const { load, observe, rest, extra } = open();
    load();
    await rest();
    expect(extra).not.toHaveBeenCalled();
    observe("started");
    await rest();
    expect(extra).toHaveBeenCalledTimes(1);
  });

  it("gets what was told before it came, in order and with its moments, and from then on everything at once", async () => {
    const { observe, rest, heard, host } = open();
    const detail = { channel: "chat" as const, queue: "Sales" };
    observe("started", detail);
    detail.queue = "changed since";
    observe("connected", { agent: "Dana" });
    expect(heard).not.toHaveBeenCalled();
    await rest();
    observe("ended", { id: "42" });
    expect(heard.mock.calls.map(([state, told, moment]) => [state, told, moment?.at])).toEqual([
      ["started", { channel: "chat", queue: "Sales" }, 1_000],
      ["connected", { agent: "Dana" }, 1_001],
      ["ended", { id: "42" }, 1_002],
    ]);
    expect(host.emit).not.toHaveBeenCalled();
  });
});

describe("what is told is emitted as it is", () => {
  it("where the extra cannot be loaded: what waited, in order, and the rest at once", async () => {
    const { observe, rest, emitted, host } = open({ isBlocked: true });
    observe("started");
    observe("message_sent");
    expect(host.emit).not.toHaveBeenCalled();
    await rest();
    observe("ended", { by: "customer" });
    expect(emitted().map(([state]) => state)).toEqual(["started", "message_sent", "ended"]);
    expect(host.emit.mock.calls.map(([, , moment]) => moment.at)).toEqual([1_000, 1_001, 1_002]);
    expect(host.debug).toHaveBeenCalledWith(expect.any(Error));
    expect(idle).toHaveLength(0);
  });

  it("where the extra fails to start", async () => {
    const { observe, rest, emitted, extra } = open();
    extra.mockImplementation(() => {
      throw new Error("broken");
    });
    observe("started");
    await rest();
    expect(emitted().map(([state]) => state)).toEqual(["started"]);
  });

  it("while consent is denied, and nothing is loaded", () => {
    const { observe, host, emitted } = open({ wanted: true });
    host.allows = "denied";
    observe("started");
    expect(emitted().map(([told]) => told)).toEqual(["started"]);
    expect(idle).toHaveLength(0);
    expect(storage.writes).toBe(0);
  });

  it("when the page is left before the extra has come, and once", async () => {
    const { observe, settle, rest, emitted, observed } = open();
    observe("started");
    observe("message_sent");
    settle();
    expect(emitted().map(([state]) => state)).toEqual(["started", "message_sent"]);
    settle();
    await rest();
    expect(emitted()).toHaveLength(2);
    expect(observed()).toEqual([]);
  });

  it("at once while the page may be gone at any moment, after what waits", () => {
    const { observe, page, emitted } = open();
    observe("started");
    page.isLeaving = true;
    observe("ended");
    expect(emitted().map(([state]) => state)).toEqual(["started", "ended"]);
  });

  it("with all that the page knows, of one conversation on one channel", () => {
    const { observe, host, page } = open();
    page.isLeaving = true;
    observe("started");
    observe("connected", { agent: "Dana", channel: "messaging" });
    observe("ended", { id: "42", by: "agent", vendor: "acme" });
    const [[, { conversation }]] = host.emit.mock.calls as unknown as [[string, ConversationData]];
    expect(conversation).toBe("this-page");
    expect(host.emit.mock.calls.map(([type, data]) => [type, data])).toEqual([
      ["conversation.started", { conversation, channel: "chat" }],
      ["conversation.connected", { conversation, channel: "messaging", agent: "Dana" }],
      ["conversation.ended", { conversation: "42", channel: "chat", by: "agent", vendor: "acme" }],
    ]);
  });

  it("of the page's own conversation and on chat where the page's id and channel are empty", () => {
    const { observe, host, page } = open();
    page.isLeaving = true;
    observe("started", { id: null as never, channel: null as never });
    observe("ended", { id: "" });
    const [[, first], [, second]] = host.emit.mock.calls as unknown as [[string, ConversationData], [string, ConversationData]];
    expect(first).toEqual({ conversation: "this-page", channel: "chat" });
    expect(second).toEqual(first);
  });

  it("whatever it is", async () => {
    const { observe, rest, emitted } = open({ isBlocked: true });
    observe("started", { id: 42 as never });
    observe("started", { id: { toString: 1 } as never });
    observe("started", null as never);
    observe("started", "text" as never);
    observe("ended", { channel: null as never });
    await rest();
    const own = emitted().at(-1)![1];
    expect(emitted()).toEqual([["started", "42"], ["started", own], ["started", own], ["ended", own]]);
  });
});

it("waits while consent is pending, and is one conversation to its end once the visitor has said yes", async () => {
  const { observe, load, host, rest, extra } = open({ wanted: false });
  extra.mockImplementation((given: Host, clicks: Click[]) => widgets(given, clicks));
  host.allows = "pending";
  const tell = (...states: ConversationState[]) => states.forEach((state) => observe(state, { channel: "chat" }));
  tell("started", "message_sent");
  expect([idle.length, host.told(), storage.writes]).toEqual([0, [], 0]);
  host.allows = "granted";
  load();
  tell("message_received");
  await rest();
  tell("connected", "ended", "ended");
  expect(host.told()).toEqual(["started", "message_sent", "message_received", "connected", "ended"]);
  expect(new Set(host.conversations()).size).toBe(1);
  tell("started");
  expect(new Set(host.conversations()).size).toBe(2);
});

it("keeps so many, the latest, while consent is pending", () => {
  const { observe, settle, host, emitted } = open();
  host.allows = "pending";
  for (let i = 0; i <= HELD_EVENTS; i++) observe("message_sent", { id: `${i}` });
  settle();
  expect(emitted()).toHaveLength(HELD_EVENTS);
  expect(emitted()[0]).toEqual(["message_sent", "1"]);
});

it.each(["pending", "granted"] as const)("hands over nothing that waited while consent was %s and was then denied", async (state) => {
  const { observe, load, host, rest, heard, emitted } = open();
  host.allows = state;
  observe("started");
  host.allows = "denied";
  load();
  expect(emitted()).toHaveLength(1);
  host.allows = "granted";
  load();
  await rest();
  expect(heard).not.toHaveBeenCalled();
});

describe("clicks", () => {
  const target = new EventTarget();

  it("before the extra has come are handed to it, with the moment of each; nothing else is, and later ones it sees itself", async () => {
    const { see, load, rest, extra } = open({ wanted: true });
    const missed: Click[] = [];
    let left: Click[] = [];
    extra.mockImplementation((host, clicks) => {
      const running = widgets(host, clicks);
      missed.push(...clicks);
      left = clicks;
      return running;
    });
    see("click", target, true);
    see("input", target, true);
    see("click", target, false);
    load();
    await rest();
    see("click", target, true);
    expect(missed.map(([, isTrusted, { at }]) => [isTrusted, at])).toEqual([[true, 1_000], [false, 1_001]]);
    expect(left).toHaveLength(0);
  });

  it("are remembered in bounds, and while denied not at all", async () => {
    const { see, load, rest, extra, host } = open({ wanted: true });
    host.allows = "denied";
    see("click", target, true);
    host.allows = "pending";
    for (let i = 0; i <= HELD_EVENTS; i++) see("click", target, true);
    host.allows = "granted";
    load();
    await rest();
    const [, clicks] = extra.mock.calls[0]!;
    expect([clicks.length, clicks[0]![2].at]).toEqual([HELD_EVENTS, 1_001]);
  });
});

describe("a widget is shown", () => {
  it("by the extra, which is loaded for it at once", async () => {
    const { open: openWidget, show } = open({ wanted: true });
    expect([await openWidget("chat"), show.mock.calls]).toEqual([true, [["chat"]]]);
    expect(idle).toHaveLength(1);
  });

  it.each(["denied", "pending"] as const)("not while consent is %s, and says so", async (state) => {
    const { open: openWidget, host } = open({ wanted: true });
    host.allows = state;
    expect(await openWidget()).toBe(false);
    expect(idle).toHaveLength(0);
  });

  it("not where the extra cannot be had, and says so", async () => {
    const { open: openWidget } = open({ wanted: true, isBlocked: true });
    expect(await openWidget()).toBe(false);
  });
});
