import { expect, test } from "vitest";
import { listen } from "../../src/extras/listen";
import { rocketchat } from "../../src/extras/vendors/rocketchat";
import { createHost } from "./standIns/host";
import { createRocketChat } from "./standIns/rocketChat";

function tapped() {
  const host = createHost();
  const vendor = createRocketChat();
  const stop = listen(rocketchat, vendor.RocketChat, host);
  return { host, vendor, stop };
}

test("A Rocket.Chat conversation is told in the words of the protocol", () => {
  const { host, vendor } = tapped();
  vendor.load();
  vendor.fire("ChatMaximized");
  vendor.fire("ChatStarted");
  vendor.fire("AssignAgent", { name: "Anna Berg", username: "anna", status: "online" });
  vendor.fire("ChatEnded");
  expect(host.told()).toEqual(["opened", "started", "connected Anna Berg", "ended"]);
  expect(host.conversation).toHaveBeenLastCalledWith("ended", { vendor: "rocketchat", channel: "chat" });
});

test("Only the name of an agent is passed on, and no agent without one is made up", () => {
  const { host, vendor } = tapped();
  vendor.load();
  vendor.fire("AssignAgent", { name: "Anna Berg", username: "anna", email: "anna@example.com" });
  vendor.fire("AssignAgent", { hiddenInfo: true });
  vendor.fire("AssignAgent");
  expect(host.conversation.mock.calls.map(([, detail]) => detail)).toEqual([
    { agent: "Anna Berg", vendor: "rocketchat", channel: "chat" },
    { vendor: "rocketchat", channel: "chat" },
    { vendor: "rocketchat", channel: "chat" },
  ]);
});

test("The site's own handlers stay, and hear what they heard before", () => {
  const host = createHost();
  const vendor = createRocketChat();
  const heard: string[] = [];
  vendor.RocketChat(function (this: unknown) {
    (this as { onChatStarted(f: () => void): void }).onChatStarted(() => heard.push("site"));
  });
  listen(rocketchat, vendor.RocketChat, host);
  vendor.load();
  vendor.fire("ChatStarted");
  expect(heard).toEqual(["site"]);
  expect(host.told()).toEqual(["started"]);
});

test("An older widget without a callback does not break the queue of the site", () => {
  const host = createHost();
  const queue: ((this: unknown) => void)[] = [];
  listen(rocketchat, (call: (this: unknown) => void) => queue.push(call), host);
  expect(() => queue.forEach((call) => call.call(undefined))).not.toThrow();
  expect(host.debug).toHaveBeenCalledWith("The adapter for rocketchat failed", expect.any(TypeError));
});

test("A core that fails does not break the widget", () => {
  const { host, vendor } = tapped();
  host.conversation.mockImplementation(() => {
    throw new Error("full");
  });
  vendor.load();
  expect(() => vendor.fire("ChatStarted")).not.toThrow();
});

test("After stop the handlers, which cannot be removed, are silent", () => {
  const { host, vendor, stop } = tapped();
  vendor.load();
  vendor.fire("ChatStarted");
  stop();
  vendor.fire("ChatEnded");
  expect(host.told()).toEqual(["started"]);
});

test("Stopped before the vendor's script arrives, nothing is subscribed", () => {
  const { vendor, stop } = tapped();
  stop();
  vendor.load();
  expect(vendor.handlers).toEqual({});
});
