import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createListeners } from "../../src/sdk/listeners";
import type { PageEvent } from "../../src/sdk/types";

beforeEach(() => void vi.stubGlobal("document", new EventTarget()));
afterEach(() => void vi.unstubAllGlobals());

const event: PageEvent = { id: "1", type: "conversation.started", at: 1, url: "https://shop.example/", data: Object.freeze({ conversation: "c", channel: "chat" }) };

it("tells of an event by its own name, its channel's and the one for all, a hyphen for the dot", () => {
  const { on, tell } = createListeners();
  const heard: string[] = [];
  for (const name of ["conversation.started", "chat.started", "chat-started", "*", "call.started"]) on(name, () => heard.push(name));
  tell(event);
  expect(heard.sort()).toEqual(["*", "chat-started", "chat.started", "conversation.started"]);
});

it("lets a listener write on what it gets, and the others not see it", () => {
  const { on, tell } = createListeners();
  const heard: unknown[] = [];
  on("chat.started", (got) => Object.assign(got, { uniqueEventId: 7, type: "mine" }));
  on("*", ({ type, ...rest }) => heard.push(type, "uniqueEventId" in rest));
  tell(event);
  expect(heard).toEqual(["conversation.started", false]);
});

it("stops when told to, and once after one", () => {
  const { on, once, tell } = createListeners();
  const heard: string[] = [];
  const off = on("*", () => heard.push("on"));
  once("*", () => heard.push("once"));
  tell(event);
  off();
  tell(event);
  expect(heard).toEqual(["on", "once"]);
});

it("tells a late listener of the last such event, if asked to, and goes on", () => {
  const { on, tell } = createListeners();
  const heard: string[] = [];
  tell(event);
  tell({ ...event, id: "2" });
  on("chat-started", ({ id }) => heard.push(`chat ${id}`), { replay: true });
  on("call.started", ({ id }) => heard.push(`call ${id}`), { replay: true });
  on("*", ({ id }) => heard.push(`all ${id}`));
  expect(heard).toEqual(["chat 2"]);
  tell({ ...event, id: "3" });
  expect(heard).toEqual(["chat 2", "chat 3", "all 3"]);
});

it("gives the page's error handler what a late listener throws, and still listens", () => {
  vi.useFakeTimers();
  const { on, tell } = createListeners();
  const heard: string[] = [];
  tell(event);
  const off = on("chat.started", ({ id }) => {
    heard.push(id);
    throw new Error("the page's own");
  }, { replay: true });
  expect(off).toBeTypeOf("function");
  expect(() => vi.runAllTimers()).toThrow("the page's own");
  vi.useRealTimers();
  expect(heard).toEqual(["1"]);
});

it("remembers of nobody who they are", () => {
  const { on, tell } = createListeners();
  const heard: string[] = [];
  tell({ ...event, type: "identity.claimed", data: { email: "ada@example.com" } });
  for (const name of ["identity.claimed", "*"]) on(name, () => heard.push(name), { replay: true });
  expect(heard).toEqual([]);
});
