import { afterEach, beforeEach, expect, test, vi } from "vitest";
import widgets from "../../src/extras/widgets";
import { createDeepChat } from "./standIns/deepChat";
import { createHost } from "./standIns/host";
import { createPage } from "./standIns/page";
import { createRocketChat } from "./standIns/rocketChat";
import { stubLocalStorage } from "../sdk/fakes";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page before the extra has come. */
function open() {
  const page = createPage();
  page.stub();
  stubLocalStorage();
  return { page, host: createHost(), vendor: createRocketChat() };
}

function start() {
  const opened = open();
  return { ...opened, ...widgets(opened.host, []) };
}

test("A widget that is on the page already is found at once", () => {
  const { page, host, vendor } = open();
  page.window.RocketChat = vendor.RocketChat;
  widgets(host, []);
  vendor.load();
  vendor.fire("ChatStarted");
  createDeepChat(page.document).message("user");
  expect(host.told()).toEqual(["started", "started", "message_sent"]);
});

test("A widget that comes later is found, and tapped once", () => {
  const { page, host, vendor } = start();
  vi.advanceTimersByTime(20_000);
  page.window.RocketChat = vendor.RocketChat;
  vi.advanceTimersByTime(1_000);
  vendor.load();
  vi.advanceTimersByTime(60_000);
  vendor.fire("ChatStarted");
  expect(host.told()).toEqual(["started"]);
});

test("The looking ends after a minute", () => {
  start();
  vi.advanceTimersByTime(59_000);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(3_000);
  expect(vi.getTimerCount()).toBe(0);
});

test("A script that a consent manager puts in minutes later starts the looking again", () => {
  const { page, host, vendor } = start();
  vi.advanceTimersByTime(300_000);
  page.insert("p");
  expect(vi.getTimerCount()).toBe(0);
  page.insert("script");
  page.insert("iframe", "div");
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(500);
  page.window.RocketChat = vendor.RocketChat;
  vi.advanceTimersByTime(1_000);
  vendor.load();
  vendor.fire("ChatStarted");
  expect(host.told()).toEqual(["started"]);
});

test("A vendor's getter that throws before its script has loaded is asked again", () => {
  const { page, host, vendor } = start();
  let loaded = false;
  Object.defineProperty(page.window, "RocketChat", {
    get() {
      if (!loaded) throw new Error("not ready");
      return vendor.RocketChat;
    },
  });
  vi.advanceTimersByTime(5_000);
  loaded = true;
  vi.advanceTimersByTime(1_000);
  vendor.load();
  vendor.fire("ChatStarted");
  expect(host.told()).toEqual(["started"]);
});

test("No global of a vendor is created", () => {
  const { page } = start();
  vi.advanceTimersByTime(60_000);
  expect("RocketChat" in page.window).toBe(false);
});

test("The end of tracking ends the looking and every hook", () => {
  const { page, host, vendor } = start();
  const storage = stubLocalStorage();
  storage.kept[host.name] = "[]";
  host.stop();
  page.document.dispatchEvent(new Event("pe:identity.reset"));
  expect(storage.kept).toHaveProperty([host.name]);
  expect(vi.getTimerCount()).toBe(0);
  expect(page.observing()).toBe(false);
  page.window.RocketChat = vendor.RocketChat;
  page.insert("script");
  vi.advanceTimersByTime(60_000);
  createDeepChat(page.document).message("user");
  vendor.load();
  vendor.fire("ChatStarted");
  expect(host.told()).toEqual([]);
});

test("Nothing is looked for where tracking has stopped before the extra came", () => {
  const { page, host } = open();
  host.stop();
  widgets(host, []);
  expect([vi.getTimerCount(), page.observing()]).toEqual([0, false]);
});

test("What widgets and the page tell of one conversation is one story", () => {
  const { page, host, vendor, observe } = start();
  page.window.RocketChat = vendor.RocketChat;
  vi.advanceTimersByTime(1_000);
  vendor.load();
  vendor.fire("ChatStarted");
  observe("connected", { channel: "chat", agent: "Anna Berg" });
  vendor.fire("AssignAgent", { name: "Anna Berg" });
  vendor.fire("ChatEnded");
  expect(host.told()).toEqual(["started", "connected Anna Berg", "ended"]);
  expect(new Set(host.conversations()).size).toBe(1);
});

test("Where the site wants no widgets to be found, the page's own word is still taken", () => {
  const { page, host, vendor } = open();
  page.window.RocketChat = vendor.RocketChat;
  const { observe } = widgets({ ...host, options: { widgets: false } }, []);
  vendor.load();
  vendor.fire("ChatStarted");
  expect([vi.getTimerCount(), page.observing(), host.told()]).toEqual([0, false, []]);
  observe("started", {});
  expect(host.told()).toEqual(["started"]);
});

test("A widget is shown by its own adapter, if there is one on the page of that channel", () => {
  const { page, vendor, open: openWidget } = start();
  expect(openWidget("chat")).toBe(false);
  page.window.RocketChat = vendor.RocketChat;
  vi.advanceTimersByTime(1_000);
  vendor.load();
  expect([openWidget("call"), vendor.shown()]).toEqual([false, 0]);
  expect([openWidget("chat"), openWidget(), vendor.shown()]).toEqual([true, true, 2]);
});

test("Whoever asks without clicks starts nothing, and gets the one that runs", () => {
  const { host } = open();
  expect(widgets(host, undefined)).toBeUndefined();
  const running = widgets(host, []);
  expect(widgets(host, undefined)).toBe(running);
  expect(widgets(createHost(), undefined)).toBeUndefined();
});

test("Those that can be shown are found by channel, with their names; one that fails says so", () => {
  const { page, host, vendor, find } = start();
  page.window.RocketChat = vendor.RocketChat;
  vi.advanceTimersByTime(1_000);
  vendor.load();
  expect([find("messaging"), find("chat").map(({ name }) => name), find().map(({ name }) => name)]).toEqual([[], ["rocketchat"], ["rocketchat"]]);
  page.window.jivo_api = { open: () => { throw new Error("not today"); } };
  vi.advanceTimersByTime(1_000);
  expect(find("chat").map(({ name, open }) => [name, open()])).toEqual([["jivo", false], ["rocketchat", true]]);
  expect(host.debug).toHaveBeenCalledWith(expect.objectContaining({ message: "not today" }));
});

test("Only the vendors that a site names are listened to, if it names any", () => {
  const { page, host, vendor } = open();
  page.window.RocketChat = vendor.RocketChat;
  widgets({ ...host, options: { widgets: { vendors: ["deep-chat"] } } }, []);
  vendor.load();
  vendor.fire("ChatStarted");
  createDeepChat(page.document).message("user");
  expect(host.told()).toEqual(["started", "message_sent"]);
});

test("What is on the page is told once for each vendor: adapters that run or not, and hosts of which no more is known", () => {
  const { page, host, vendor } = open();
  page.window.RocketChat = vendor.RocketChat;
  widgets({ ...host, options: { widgets: { vendors: ["deep-chat"] } } }, []);
  page.insert("script", "div", { src: "//call.chatra.io/chatra.js" });
  page.insert("iframe", undefined, { src: "https://chat.chatra.io/?c=1" });
  page.insert("script", undefined, { src: "https://cdn.example/chat.js" });
  page.insert("script");
  expect([host.found(), host.told()]).toEqual([["rocketchat", "chatra"], []]);
});

test("A page without what browsers have has conversations all the same", () => {
  const { host } = open();
  vi.stubGlobal("IntersectionObserver", undefined);
  const { observe } = widgets(host, []);
  observe("started", {});
  expect(host.told()).toEqual(["started"]);
  expect(host.debug).toHaveBeenCalledWith(expect.any(TypeError));
});
