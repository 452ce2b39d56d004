import { expect, test } from "vitest";
import { listen } from "../../../../src/extras/widgets/listen";
import { flex } from "../../../../src/extras/widgets/vendors/flex";
import type { Page } from "../../../../src/extras/widgets/vendor";
import { createAudience } from "../../standIns/host";
import { createFlexActions } from "../../standIns/flexActions";

function tapped() {
  const audience = createAudience();
  const vendor = createFlexActions();
  const page = { Twilio: { FlexWebChat: { Actions: vendor.actions } }, document: { querySelector: () => vendor.window() } } as unknown as Page;
  const api = flex.find(page) as typeof vendor.actions;
  const stop = listen(flex, api, page, audience);
  return { audience, vendor, page, api, stop };
}

test("A talk is told in the words of the protocol, with the id of its channel", () => {
  const { audience, vendor } = tapped();
  vendor.fire("ToggleChatVisibility");
  vendor.fire("StartEngagement", { formData: { email: "ada@example.com" } });
  vendor.fire("SendMessage", { channelSid: "CH1", body: "secret" });
  vendor.fire("SendMediaMessage", { channelSid: "CH1", file: { name: "secret.png" } });
  vendor.fire("RestartEngagement");
  expect(audience.told()).toEqual(["opened", "started", "message_sent", "message_sent", "ended"]);
  expect(audience.conversation).toHaveBeenCalledWith("message_sent", { id: "CH1", vendor: "flex", channel: "chat", method: "adapter" });
  expect(JSON.stringify(audience.conversation.mock.calls)).not.toMatch(/secret|ada@/);
});

test("Closing the window is not opening it", () => {
  const { audience, vendor } = tapped();
  vendor.fire("ToggleChatVisibility");
  vendor.fire("ToggleChatVisibility");
  expect(audience.told()).toEqual(["opened"]);
});

test("A message without a payload is a message all the same", () => {
  const { audience, vendor } = tapped();
  vendor.fire("SendMessage");
  expect(audience.told()).toEqual(["message_sent"]);
});

test("It is opened once, and never closed", () => {
  const { vendor, page, api } = tapped();
  flex.open!(api, page);
  flex.open!(api, page);
  expect(vendor.window()).toBe(true);
});

test("Another library of Twilio's is not the widget", () => {
  expect(flex.find({ Twilio: { Device: {} } } as unknown as Page)).toBeUndefined();
  expect(() => flex.find({} as Page)).toThrow();
});

test("stop() takes out its own listeners and no other", () => {
  const { audience, vendor, stop } = tapped();
  const heard: unknown[] = [];
  vendor.actions.addListener("afterSendMessage", () => heard.push("site"));
  stop();
  vendor.fire("SendMessage");
  expect(audience.told()).toEqual([]);
  expect(heard).toEqual(["site"]);
  expect(vendor.listeners()).toBe(1);
});
