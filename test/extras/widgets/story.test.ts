import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStory, sight } from "../../../src/extras/widgets/story";
import { nextId, stubLocalStorage } from "../../sdk/fakes";
import { createHost } from "../standIns/host";
import type { ConversationState } from "../../../src/protocol/event";
import type { ConversationDetail } from "../../../src/sdk/types";
import type { Talk } from "../../../src/extras/widgets/story";

let talks: Talk[];
let now: number;
const see = (state: ConversationState, detail: ConversationDetail = { vendor: "acme" }) => sight(talks, state, detail, { now: now++, newId: nextId });
const states = (...seen: [ConversationState, ConversationDetail?][]) => seen.flatMap(([state, detail]) => see(state, detail).map((told) => told.state));

beforeEach(() => {
  talks = [];
  now = 1_000;
});

describe("what a widget tells", () => {
  it("is started once, however often the widget says so", () => {
    expect(states(["started"], ["started"], ["message_sent"], ["started"])).toEqual(["started", "message_sent"]);
  });
  it("is started first when the agent was seen before the start", () => {
    expect(states(["connected", { vendor: "acme", agent: "Dana" }], ["started"])).toEqual(["started", "connected"]);
  });
  it("is started by the visitor's first message where the vendor has no start", () => {
    expect(states(["message_sent"], ["message_sent"])).toEqual(["started", "message_sent", "message_sent"]);
  });
  it("is connected once per agent", () => {
    expect(states(["started"], ["connected", { vendor: "acme", agent: "Dana" }], ["connected", { vendor: "acme", agent: "Dana" }], ["connected", { vendor: "acme", agent: "Robin" }]))
      .toEqual(["started", "connected", "connected"]);
  });
  it("is ended once, and an end that nobody saw begin is no conversation", () => {
    expect(states(["ended"])).toEqual([]);
    expect(states(["started"], ["ended"], ["ended"])).toEqual(["started", "ended"]);
  });
  it("is no start when a bot greets everybody, or a window opens", () => {
    expect(states(["message_received"], ["opened"], ["message_received"])).toEqual(["opened"]);
  });
  it("is no start when a bot greets everybody in a conversation that has an id already", () => {
    const greeting: ConversationDetail = { vendor: "acme", id: "42" };
    expect(states(["message_received", greeting], ["opened", greeting], ["message_received", greeting])).toEqual(["opened"]);
  });
  it("goes on after it was restored, with what either side says", () => {
    expect(states(["resumed"], ["message_received"])).toEqual(["resumed", "message_received"]);
  });
  it("is one conversation where the vendor says its own id later than the start", () => {
    const known: ConversationDetail = { vendor: "acme", id: "42" };
    const [start] = see("started");
    const ids = [...see("message_sent", known), ...see("connected", { ...known, agent: "Dana" }), ...see("ended")].map(({ data }) => data.conversation);
    expect(ids).toEqual(Array(3).fill(start!.data.conversation));
    expect(states(["started", { vendor: "acme", id: "43" }])).toEqual(["started"]);
  });
  it("is told with the vendor's own id from the moment that this is known, and never where the id is the vendor's anyway", () => {
    const known: ConversationDetail = { vendor: "acme", id: "42" };
    const refs = (seen: ReturnType<typeof see>) => seen.map(({ state, data }) => [state, data.ref]);
    const before = [...see("opened"), ...see("opened", known)];
    expect(refs(before)).toEqual([["opened", undefined]]);
    // What had been told already is not told again for its sake; whatever comes next carries it, whoever tells of it.
    expect(refs([...see("message_sent"), ...see("connected", { channel: "chat", agent: "Dana" }), ...see("ended", known)]))
      .toEqual([["started", "42"], ["message_sent", "42"], ["connected", "42"], ["ended", "42"]]);
    expect(refs([...see("started", { vendor: "acme", id: "43" }), ...see("message_sent")])).toEqual([["started", undefined], ["message_sent", undefined]]);
  });
  it("has the vendor's own id already in the event that brings it", () => {
    see("started");
    expect(see("message_sent", { vendor: "acme", id: 42 as never })[0]!.data).toMatchObject({ ref: "42" });
    see("started", { vendor: "other" });
    expect(see("ended", { vendor: "other", id: "x".repeat(1_000) })[0]!.data.ref).toHaveLength(255);
  });
  it("says how it was noticed, also of a start that is told late", () => {
    expect(see("message_sent", { vendor: "acme", method: "adapter" }).map(({ data }) => data.method)).toEqual(["adapter", "adapter"]);
  });
  it("keeps one id from opening to end, and another for the next conversation", () => {
    const ids = (["opened", "started", "ended", "started"] as const).flatMap((state) => see(state).map(({ data }) => data.conversation));
    expect(ids).toHaveLength(4);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).toBe(ids[0]);
    expect(ids[3]).not.toBe(ids[0]);
  });
});

describe("whose conversation is meant", () => {
  it("is the widget's own where two run side by side", () => {
    const [chat] = see("started", { vendor: "acme" });
    const [talk] = see("started", { vendor: "other", channel: "messaging" });
    expect(see("ended", { vendor: "acme" })[0]!.data.conversation).toBe(chat!.data.conversation);
    expect(see("ended", { vendor: "other" })[0]!.data.conversation).toBe(talk!.data.conversation);
  });
  it("is the running one of the channel when the page names none", () => {
    const [chat] = see("started", { vendor: "acme", channel: "chat" });
    expect(see("ended", { channel: "chat", by: "customer" })[0]!.data).toMatchObject({ conversation: chat!.data.conversation, vendor: "acme", by: "customer" });
  });
  it("is over once it has ended, whatever is said of it later", () => {
    const id = { id: "42" };
    expect(states(["started", id], ["ended", id], ["ended", id], ["message_sent", id], ["connected", { ...id, agent: "Dana" }])).toEqual(["started", "ended"]);
  });
  it("has an id that is a text, whatever the page gives", () => {
    expect(see("started", { id: 42 as never })[0]!.data.conversation).toBe("42");
  });
  it("is connected once where the vendor does not name the agent", () => {
    expect(states(["started"], ["connected"], ["connected"])).toEqual(["started", "connected"]);
  });
  it("is the one with the id that the page gives, also where its start was not seen", () => {
    expect(see("ended", { id: "42", by: "agent" })[0]!.data).toMatchObject({ conversation: "42", by: "agent" });
  });
  it("gets an id of its own where the page gives an empty one", () => {
    expect(see("started", { id: "" })[0]!.data.conversation).not.toBe("");
  });
  it("is the one of the offer, where offers of one channel stand side by side", () => {
    const [spring] = see("offered", { offer: "spring" });
    const [autumn] = see("offered", { offer: "autumn" });
    expect(see("declined", { offer: "spring" })[0]!.data).toMatchObject({ conversation: spring!.data.conversation, offer: "spring" });
    expect(see("accepted", { offer: "autumn" })[0]!.data.conversation).toBe(autumn!.data.conversation);
  });
  it("is the one that was offered, once it starts on that channel", () => {
    const [offered] = see("offered", { offer: "spring", channel: "chat" });
    expect(see("started", { channel: "chat" })[0]!.data.conversation).toBe(offered!.data.conversation);
  });
  it("carries the offer once it was accepted, and not one that was only made", () => {
    see("offered", { offer: "spring", channel: "chat" });
    expect(see("started", { channel: "chat" })[0]!.data).not.toHaveProperty("offer");
    talks = [];
    const [, ...told] = [...see("offered", { offer: "spring" }), ...see("accepted", { offer: "spring" }), ...see("message_sent", {}), ...see("ended", {})];
    expect(told.map(({ state, data }) => [state, data.offer])).toEqual(["accepted", "started", "message_sent", "ended"].map((state) => [state, "spring"]));
  });
  it("is another one when an offer is made again that was declined", () => {
    expect(states(["offered", { offer: "spring" }], ["declined", { offer: "spring" }], ["declined", { offer: "spring" }], ["offered", { offer: "spring" }], ["declined", { offer: "spring" }]))
      .toEqual(["offered", "declined", "offered", "declined"]);
  });
  it("is forgotten after a day", () => {
    const [first] = see("started");
    now += 86_400_000;
    expect(see("started")[0]!.data.conversation).not.toBe(first!.data.conversation);
  });
});

describe("the conversations under way", () => {
  const key = "parley:pk_test:c";
  let storage: ReturnType<typeof stubLocalStorage>;
  const kept = () => JSON.parse(storage.kept[key] ?? "[]").map(({ id }: Talk) => id);
  /** A page of the browser: each has a memory of its own. */
  const open = () => {
    const host = createHost();
    return { host, ...createStory(host) };
  };

  beforeEach(() => {
    storage = stubLocalStorage();
    vi.stubGlobal("document", new EventTarget());
  });
  afterEach(() => void vi.unstubAllGlobals());

  it("outlive the page, and are known in every tab", () => {
    const one = open();
    const two = open();
    one.observe("started", {});
    two.observe("message_sent", {});
    open().observe("ended", {});
    two.observe("ended", {});
    expect(one.host.told()).toEqual(["started"]);
    expect(two.host.told()).toEqual(["message_sent"]);
    expect(two.host.conversations()).toEqual(one.host.conversations());
  });

  it("are told with the moment that they were seen at, or else now", () => {
    const { host, observe } = open();
    const moment = { at: 7, url: "https://shop.example/early" };
    observe("message_sent", {}, moment);
    observe("ended", {});
    expect(host.emit.mock.calls.map(([, , when]) => when)).toEqual([moment, moment, { at: 1_000, url: "https://shop.example/" }]);
  });

  it.each(["pending", "denied"] as const)("are in memory only while consent is %s", (state) => {
    const { host, observe } = open();
    host.allows = state;
    observe("started", {});
    observe("started", {});
    observe("ended", {});
    expect(host.told()).toEqual(["started", "ended"]);
    expect(storage.writes).toBe(0);
    expect(storage.kept).toEqual({});
  });

  it("that are stored are not read where nothing may be stored", () => {
    open().observe("started", {});
    const { host, observe } = open();
    host.allows = "pending";
    observe("ended", {});
    expect(host.told()).toEqual([]);
  });

  it("that began while pending go on when it is granted, in front of those that are stored", () => {
    open().observe("started", { id: "before" });
    const { host, observe } = open();
    host.allows = "pending";
    observe("started", { id: "meanwhile" });
    expect(kept()).toEqual(["before"]);
    host.allows = "granted";
    observe("message_sent", {});
    expect(host.conversations()).toEqual(["meanwhile", "meanwhile"]);
    expect(kept()).toEqual(["meanwhile", "before"]);
  });

  it("are known once, by what this page knows better, where both know them", () => {
    open().observe("started", { id: "42" });
    const { host, observe } = open();
    host.allows = "pending";
    observe("ended", { id: "42" });
    host.allows = "granted";
    observe("message_sent", { id: "42" });
    expect(host.told()).toEqual(["ended"]);
    expect(kept()).toEqual(["42"]);
  });

  it.each(["pending", "granted"] as const)("that began while denied are forgotten once it is %s", (state) => {
    const { host, observe } = open();
    host.allows = "denied";
    observe("started", {});
    host.allows = state;
    observe("ended", {});
    expect(host.told()).toEqual(["started"]);
    observe("started", {});
    const [denied, later] = host.conversations();
    expect(later).not.toBe(denied);
  });

  it("are in memory where localStorage is full, and stored again as soon as there is room", () => {
    storage.full = true;
    const { host, observe } = open();
    observe("started", {});
    observe("started", {});
    expect(host.told()).toEqual(["started"]);
    storage.full = false;
    observe("message_sent", {});
    expect(kept()).toEqual([host.conversations()[0]]);
  });

  it("are in memory where there is no localStorage", () => {
    vi.stubGlobal("localStorage", undefined);
    const { host, observe } = open();
    observe("started", {});
    observe("started", {});
    observe("ended", {});
    expect(host.told()).toEqual(["started", "ended"]);
  });

  it("are not doubled where localStorage takes nothing, not even away", () => {
    open().observe("started", { id: "stored" });
    vi.stubGlobal("localStorage", { getItem: () => storage.kept[key] });
    const { observe } = open();
    for (let i = 0; i < 9; i++) observe("message_sent", { id: "stored" });
    storage = stubLocalStorage();
    observe("message_sent", { id: "stored" });
    expect(kept()).toEqual(["stored"]);
  });

  it.each(["{", "{}", "7", '[null, 7, {}, { "told": 1 }]'])("are none where somebody else has written %s", (text) => {
    storage.kept[key] = text;
    const { host, observe } = open();
    observe("started", {});
    expect(host.told()).toEqual(["started"]);
    expect(kept()).toEqual(host.conversations());
  });

  it("are all forgotten when the visitor is: in memory, and where they are stored", () => {
    const { host, observe } = open();
    observe("started", {});
    expect(kept()).toHaveLength(1);
    document.dispatchEvent(new CustomEvent("pe:identity.reset"));
    expect(storage.kept).toEqual({});
    observe("ended", {});
    storage.full = true;
    observe("started", {});
    document.dispatchEvent(new CustomEvent("pe:identity.reset"));
    observe("ended", {});
    expect(host.told()).toEqual(["started", "started"]);
  });

  it("are left alone by what happens on the page once tracking has stopped", () => {
    const { host, observe } = open();
    observe("started", {});
    host.stop();
    document.dispatchEvent(new CustomEvent("pe:identity.reset"));
    expect(kept()).toHaveLength(1);
  });
});
