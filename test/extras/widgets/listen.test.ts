import { expect, test, vi } from "vitest";
import { listen } from "../../../src/extras/widgets/listen";
import { createAudience } from "../standIns/host";
import { createPage } from "../standIns/page";
import type { Ear, Told } from "../../../src/extras/widgets/vendor";

/** An adapter that does what the test says. */
function tapped(tap: (ear: Ear) => (() => void) | void) {
  const audience = createAudience();
  const stop = listen({ name: "acme", find: () => ({}), tap: (_api, ear) => tap(ear) }, {}, createPage().window, audience);
  return { audience, stop, details: () => audience.conversation.mock.calls.map(([, detail]) => detail) };
}

/** A vendor with named events. */
function createEmitter() {
  const handlers: { [event: string]: (told: never) => void } = {};
  return {
    on: (event: string, handler: (told: never) => void) => void (handlers[event] = handler),
    fire: (event: string, told?: unknown) => handlers[event]?.(told as never),
  };
}

test("What an event means is a state, or is read from what the vendor tells", () => {
  const { on, fire } = createEmitter();
  const { audience } = tapped(({ hear }) =>
    hear(on, {
      begun: "started",
      message: ({ role }: { role: string }) => role === "visitor" && "message_sent",
      joined: ({ name }: { name: string }) => ["connected", { agent: name }],
    }));
  fire("begun");
  fire("message", { role: "visitor" });
  fire("message", { role: "bot" });
  fire("joined", { name: "Dana" });
  expect(audience.told()).toEqual(["started", "message_sent", "connected Dana"]);
});

test("An event that cannot be subscribed to, or that cannot be read, costs no other", () => {
  const { on, fire } = createEmitter();
  const { audience } = tapped(({ hear }) =>
    hear((event, handler: (told: { id: string }) => void) => {
      if (event === "unknown") throw new Error("no such event");
      on(event, handler);
    }, { unknown: "opened", begun: ({ id }) => ["started", { id }], over: "ended" }));
  fire("begun");
  fire("begun", { get id() { throw new Error("no"); } });
  fire("over");
  expect(audience.told()).toEqual(["ended"]);
  expect(audience.debug.mock.calls.filter(([message]) => message === "The adapter for acme failed")).toHaveLength(3);
});

test.each<[string, Told, object]>([
  ["texts", { id: "42", agent: "Dana", queue: "Sales", by: "agent" }, { id: "42", agent: "Dana", queue: "Sales", by: "agent" }],
  ["numbers", { id: 42, agent: 0 }, { id: "42", agent: "0" }],
  ["nothing else", { id: { toString: () => "x" }, agent: "", queue: null, by: undefined }, {}],
  ["no more than an id may be long", { id: "x".repeat(1_000_000) }, { id: "x".repeat(255) }],
])("Ids and names are %s", (_what, told, expected) => {
  const { details } = tapped(({ say }) => say("started", told));
  expect(details()).toEqual([{ vendor: "acme", channel: "chat", method: "adapter", ...expected }]);
});

test("What a vendor gives to take a handler out again is used at the end, and nothing is heard after it", () => {
  const { on, fire } = createEmitter();
  const off = vi.fn();
  const untap = vi.fn();
  const { audience, stop } = tapped(({ hear, signal }) => {
    hear((event, handler) => {
      on(event, handler);
      return off;
    }, { begun: "started", over: "ended" });
    signal.addEventListener("abort", off);
    return untap;
  });
  fire("begun");
  stop();
  fire("over");
  expect([audience.told(), off.mock.calls.length, untap.mock.calls.length]).toEqual([["started"], 3, 1]);
});
