/** The widget that an offer opens, and the conversation that begins there. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createDoors } from "../../../src/extras/offers/doors";
import { createStory } from "../../../src/extras/widgets/story";
import type { Running, Showable } from "../../../src/sdk/extras/host";
import { stubLocalStorage } from "../../sdk/fakes";
import { createHost } from "../standIns/host";

let storage: ReturnType<typeof stubLocalStorage>;
beforeEach(() => {
  vi.useFakeTimers();
  storage = stubLocalStorage();
  vi.stubGlobal("document", new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const chat = { type: "chat", text: "Hello" } as const;
const offered = { id: "talk", offer: "offer" };
const widget = (name: string, open: () => boolean = () => true): Showable => ({ name, open: vi.fn(open) });

/** A page with these widgets, of which the extra that finds them knows when it has come. */
function start(...widgets: Showable[]) {
  const host = createHost();
  const page = { widgets, hasExtra: true };
  const find = vi.fn<Running["find"]>((channel) => (channel === "chat" ? page.widgets : []));
  host.bring = vi.fn(async () => (page.hasExtra ? { find } : undefined)) as never;
  return { host, page, story: createStory(host), ...createDoors(host) };
}
const talks = () => JSON.parse(storage.kept["parley:pk_test:c"] ?? "[]") as { id: string }[];

it("finds one of the channel and of the vendor, and waits for late ones", async () => {
  const { wait, page } = start();
  page.hasExtra = false;
  const found = wait({ ...chat, vendor: "acme" });
  await vi.advanceTimersByTimeAsync(2_000);
  page.hasExtra = true;
  page.widgets = [widget("other")];
  await vi.advanceTimersByTimeAsync(2_000);
  page.widgets = [widget("other"), widget("acme")];
  await vi.advanceTimersByTimeAsync(250);
  expect(await found).toBe(true);
});

it.each([{ ...chat, vendor: "acme" }, { ...chat, type: "messaging" } as const])("finds none for %j", async (action) => {
  const found = start(widget("other")).wait(action);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await found).toBe(false);
});

it("waits longer for a page that is too busy to look for its widgets, but not for ever, nor where it never looks", async () => {
  const busy = start(widget("acme"));
  busy.page.hasExtra = false;
  const found = busy.wait(chat);
  await vi.advanceTimersByTimeAsync(20_000);
  busy.page.hasExtra = true;
  await vi.advanceTimersByTimeAsync(250);
  expect(await found).toBe(true);

  const until = async (widgets: boolean, ms: number) => {
    const { wait, page, host } = start(widget("acme"));
    host.options.widgets = widgets;
    page.hasExtra = false;
    const given = vi.fn();
    void wait(chat).then(given);
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(given).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toHaveBeenCalledWith(false);
  };
  await until(true, 30_000);
  await until(false, 6_000);
});

it("makes one conversation of the offer and what begins in the widget, with the offer's id, until it ends", async () => {
  const { wait, open, story, host } = start(widget("acme"));
  await wait(chat);
  story.observe("started", { vendor: "acme", id: "before" });
  expect(open(chat, offered)).toBe(true);
  story.observe("opened", { vendor: "acme" });
  story.observe("started", { vendor: "acme", id: "42" });
  // Another page of the visitor's.
  const next = createHost();
  createStory(next).observe("ended", { vendor: "acme", id: "42" });
  const told = [...host.emit.mock.calls, ...next.emit.mock.calls].map(([type, data]) => [type, data]);
  expect(told.slice(1)).toEqual([
    ["conversation.opened", { conversation: "talk", channel: "chat", vendor: "acme", offer: "offer" }],
    ["conversation.started", { conversation: "talk", ref: "42", channel: "chat", vendor: "acme", offer: "offer" }],
    ["conversation.ended", { conversation: "talk", ref: "42", channel: "chat", vendor: "acme", offer: "offer" }],
  ]);
});

it("is the offer's, too, where the vendor knows no ids, and another conversation is none of it", async () => {
  const { wait, open, story, host } = start(widget("acme"));
  await wait(chat);
  open(chat, offered);
  story.observe("started", { vendor: "other" });
  story.observe("started", { vendor: "acme" });
  story.observe("ended", { vendor: "acme" });
  story.observe("started", { vendor: "acme" });
  expect(host.emit.mock.calls.map(([, data]) => (data as { offer?: string }).offer)).toEqual([undefined, "offer", "offer", undefined]);
});

it("tries the next widget where one fails, and keeps no conversation where all do", async () => {
  const good = start(widget("broken", () => false), widget("acme"));
  await good.wait(chat);
  expect([good.open(chat, offered), talks()]).toMatchObject([true, [{ id: "talk", vendor: "acme" }]]);
  const bad = start(widget("broken", () => false));
  await bad.wait(chat);
  expect([bad.open(chat, offered), talks()]).toEqual([false, []]);
});
