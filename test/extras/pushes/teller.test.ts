/** What a tab tells its listeners: each thing once, over reloads and tabs, and nothing that its own widget has told. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createMemory } from "../../../src/extras/pushes/memory";
import { note } from "../../../src/extras/pushes/talks";
import { createTeller } from "../../../src/extras/pushes/teller";
import type { Talk } from "../../../src/extras/widgets/story";
import type { ConversationState } from "../../../src/protocol/event";
import type { Push, PushedState } from "../../../src/protocol/push";
import { stubLocalStorage } from "../../sdk/fakes";
import { createHost } from "../standIns/host";

const KEY = "parley:pk_test:p";
const NAME = "parley:pk_test:c";
const LATER_MS = 5_000;

let storage: ReturnType<typeof stubLocalStorage>;
beforeEach(() => {
  vi.useFakeTimers();
  storage = stubLocalStorage();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

let made = 0;
const push = (state: PushedState, more: object = {}): Push => ({ id: `p${++made}`, type: `conversation.${state}`, at: 1, data: { conversation: "c1", channel: "chat", ...more } });
const keep = (...talks: Partial<Talk>[]) => void (storage.kept[NAME] = JSON.stringify(talks.map((talk) => ({ id: "c1", channel: "chat", told: ["started"], at: Date.now(), ...talk }))));
const story = () => (JSON.parse(storage.kept[NAME]!) as Talk[]).map(({ told }) => told);

/** A tab that is opened now. */
function openTab() {
  const document = new EventTarget();
  vi.stubGlobal("document", document);
  vi.stubGlobal("performance", { now: () => 0 });
  const host = createHost();
  const memory = createMemory(KEY);
  const tellNew = createTeller(host, memory);
  const told = () => host.tell.mock.calls.map(([{ type }]) => type.replace("conversation.", ""));
  // As the core does.
  const dispatch = (detail: object) => void document.dispatchEvent(Object.assign(new Event("pe:*"), { detail }));
  const widget = (state: ConversationState, conversation = "c1") => dispatch({ type: `conversation.${state}`, data: { conversation } });
  host.tell.mockImplementation(dispatch);
  const hear = (pushes: Push[], n?: number) => {
    const fresh = memory.take(pushes, n);
    note(NAME, fresh);
    tellNew(fresh);
  };
  return { host, memory, tellNew, told, widget, hear };
}

it("tells what one tab has heard in all that were there, and in none that comes later", () => {
  keep({});
  const [one, two] = [openTab(), openTab()];
  one.hear([push("routed"), push("connected")], 5);
  vi.advanceTimersByTime(LATER_MS);
  two.tellNew();
  two.tellNew();
  const three = openTab();
  three.tellNew();
  expect([one.told(), two.told(), three.told(), three.memory.n()]).toEqual([["routed", "connected"], ["routed", "connected"], [], 5]);
  // It is told in the words of any event, frozen, and from nowhere on the page.
  expect(one.host.tell.mock.calls[0]![0]).toMatchObject({ type: "conversation.routed", at: 1, url: "", data: { conversation: "c1", channel: "chat" } });
  expect(Object.isFrozen(one.host.tell.mock.calls[0]![0].data)).toBe(true);
});

it("tells nothing twice that comes once more when a line has broken", () => {
  keep({});
  const one = openTab();
  const [routed, connected] = [push("routed"), push("connected")];
  one.hear([routed]);
  expect(one.memory.n()).toBeUndefined();
  one.hear([routed, connected], 7);
  vi.advanceTimersByTime(LATER_MS);
  const reloaded = openTab();
  reloaded.hear([routed, connected], 7);
  reloaded.hear([push("ended")], 8);
  expect([one.told(), reloaded.told()]).toEqual([["routed", "connected"], ["ended"]]);
});

it("leaves out what this tab's widget has told, and tells it in others", () => {
  keep({});
  const [one, two] = [openTab(), openTab()];
  one.widget("connected");
  one.hear([push("connected")], 1);
  two.tellNew();
  one.hear([push("transferred"), push("connected")], 2);
  expect([one.told(), two.told()]).toEqual([["transferred", "connected"], ["connected"]]);
});

it("tells each of two that say the same: the contact centre does nothing twice without a reason", () => {
  keep({});
  const one = openTab();
  one.hear([push("routed", { queue: "Sales" })], 1);
  one.hear([push("routed", { queue: "Support" })], 2);
  expect(one.told()).toEqual(["routed", "routed"]);
});

it("remembers over a reload what the widget had told, and tells nothing but a wrap-up of what has ended", () => {
  keep({ told: ["started", "connected"] }, { id: "c2", told: ["started", "ended"] });
  const one = openTab();
  one.hear([push("connected"), push("connected", { conversation: "c2" }), push("ended", { conversation: "c2" }), push("wrapped_up", { conversation: "c2" })], 1);
  expect(one.told()).toEqual(["wrapped_up"]);
});

it("notes what was told in the story, so that no widget tells it again and no tab goes on listening", () => {
  keep({}, { id: "c2" });
  const one = openTab();
  one.hear([push("routed"), push("connected"), push("wrapped_up", { conversation: "c2" }), push("ended", { conversation: "elsewhere" })], 1);
  expect(story()).toEqual([["started", "connected"], ["started", "ended"]]);
  // The note is not taken for the widget's word.
  expect(openTab().told()).toEqual([]);
  const two = openTab();
  two.tellNew();
  expect(two.told()).toEqual(["routed", "connected", "wrapped_up", "ended"]);
});

it("calls a conversation as the page does", () => {
  keep({ id: "ours", ref: "theirs" });
  const one = openTab();
  one.widget("routed", "ours");
  one.hear([push("routed", { conversation: "theirs" }), push("connected", { conversation: "theirs" })], 1);
  expect(one.host.tell.mock.calls.map(([{ data }]) => data.conversation)).toEqual(["ours"]);
});

it("begins anew after a rest, or a day, and still tells nothing twice", () => {
  keep({});
  const one = openTab();
  const routed = push("routed");
  one.hear([routed], 5);
  one.memory.rest();
  expect(one.memory.n()).toBeUndefined();
  one.hear([routed], 6);
  expect([one.told(), one.memory.n()]).toEqual([["routed"], 6]);
  vi.advanceTimersByTime(86_400_000);
  expect(one.memory.n()).toBeUndefined();
});

it("tells where nothing can be kept, and whatever stands where it would be", () => {
  const one = openTab();
  storage.full = true;
  one.hear([push("routed")], 1);
  storage.full = false;
  for (const garbage of ["{", "null", "7", '"x"', "[]", '{"told":{}}', '{"n":"1","told":[null,7,[],[{}],["x",1]]}', '{"n":1e99,"at":1e99}']) {
    storage.kept[KEY] = garbage;
    storage.kept[NAME] = garbage;
    expect(openTab().memory.n()).toBeUndefined();
    one.tellNew();
  }
  one.hear([push("connected")], 2);
  expect([one.told(), one.memory.n()]).toEqual([["routed", "connected"], 2]);
});
