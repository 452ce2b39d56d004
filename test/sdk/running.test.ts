import { beforeEach, describe, expect, it } from "vitest";
import { sight } from "../../src/sdk/conversation/running";
import { nextId } from "./fakes";
import type { ConversationState } from "../../src/protocol/event";
import type { ConversationDetail } from "../../src/sdk/types";
import type { Running } from "../../src/sdk/conversation/running";

let running: Running[];
let now: number;
const see = (state: ConversationState, detail: ConversationDetail = { vendor: "acme" }) => sight(running, state, detail, { now: now++, newId: nextId });
const states = (...seen: [ConversationState, ConversationDetail?][]) => seen.flatMap(([state, detail]) => see(state, detail).map((told) => told.state));

beforeEach(() => {
  running = [];
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
  it("is forgotten after a day", () => {
    const [first] = see("started");
    now += 86_400_000;
    expect(see("started")[0]!.data.conversation).not.toBe(first!.data.conversation);
  });
});
