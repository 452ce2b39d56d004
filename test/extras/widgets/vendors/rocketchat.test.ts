import { expect, test } from "vitest";
import { listen } from "../../../../src/extras/widgets/listen";
import { rocketchat } from "../../../../src/extras/widgets/vendors/rocketchat";
import { createAudience } from "../../standIns/host";
import { createPage } from "../../standIns/page";
import { createRocketChat } from "../../standIns/rocketChat";

function tapped() {
  const audience = createAudience();
  const vendor = createRocketChat();
  const stop = listen(rocketchat, vendor.RocketChat, createPage().window, audience);
  return { audience, vendor, stop };
}

test("A Rocket.Chat conversation is told in the words of the protocol", () => {
  const { audience, vendor } = tapped();
  vendor.load();
  vendor.fire("ChatMaximized");
  vendor.fire("ChatStarted");
  vendor.fire("AssignAgent", { name: "Anna Berg", username: "anna", status: "online" });
  vendor.fire("ChatEnded");
  expect(audience.told()).toEqual(["opened", "started", "connected Anna Berg", "ended"]);
  expect(audience.conversation).toHaveBeenLastCalledWith("ended", { vendor: "rocketchat", channel: "chat", method: "adapter" });
});

test("Only the name of an agent is passed on, and no agent without one is made up", () => {
  const { audience, vendor } = tapped();
  vendor.load();
  vendor.fire("AssignAgent", { name: "Anna Berg", username: "anna", email: "anna@example.com" });
  vendor.fire("AssignAgent", { hiddenInfo: true });
  vendor.fire("AssignAgent");
  expect(audience.conversation.mock.calls.map(([, detail]) => detail)).toEqual([
    { agent: "Anna Berg", vendor: "rocketchat", channel: "chat", method: "adapter" },
    { vendor: "rocketchat", channel: "chat", method: "adapter" },
    { vendor: "rocketchat", channel: "chat", method: "adapter" },
  ]);
});

test("The site's own handlers stay, and hear what they heard before", () => {
  const audience = createAudience();
  const vendor = createRocketChat();
  const heard: string[] = [];
  vendor.RocketChat(function (this: unknown) {
    (this as { onChatStarted(f: () => void): void }).onChatStarted(() => heard.push("site"));
  });
  listen(rocketchat, vendor.RocketChat, createPage().window, audience);
  vendor.load();
  vendor.fire("ChatStarted");
  expect(heard).toEqual(["site"]);
  expect(audience.told()).toEqual(["started"]);
});

test("An older widget without a callback does not break the queue of the site", () => {
  const audience = createAudience();
  const queue: ((this: unknown) => void)[] = [];
  listen(rocketchat, (call: (this: unknown) => void) => queue.push(call), createPage().window, audience);
  expect(() => queue.forEach((call) => call.call(undefined))).not.toThrow();
  expect(audience.debug).toHaveBeenCalledWith("The adapter for rocketchat failed", expect.any(TypeError));
});

test("A story that fails does not break the widget", () => {
  const { audience, vendor } = tapped();
  audience.conversation.mockImplementation(() => {
    throw new Error("full");
  });
  vendor.load();
  expect(() => vendor.fire("ChatStarted")).not.toThrow();
});

test("After stop the handlers, which cannot be removed, are silent", () => {
  const { audience, vendor, stop } = tapped();
  vendor.load();
  vendor.fire("ChatStarted");
  stop();
  vendor.fire("ChatEnded");
  expect(audience.told()).toEqual(["started"]);
});

test("Stopped before the vendor's script arrives, nothing is subscribed", () => {
  const { vendor, stop } = tapped();
  stop();
  vendor.load();
  expect(vendor.handlers).toEqual({});
});
