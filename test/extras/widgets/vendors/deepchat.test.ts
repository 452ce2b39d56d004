import { expect, test } from "vitest";
import { listen } from "../../../../src/extras/widgets/listen";
import { deepchat } from "../../../../src/extras/widgets/vendors/deepchat";
import { createDeepChat } from "../../standIns/deepChat";
import { createAudience } from "../../standIns/host";
import { createPage } from "../../standIns/page";

function tapped() {
  const audience = createAudience();
  const document = new EventTarget();
  const stop = listen(deepchat, document, createPage().window, audience);
  return { audience, document, stop, chat: createDeepChat(document) };
}

test("The visitor's first message starts the conversation", () => {
  const { audience, chat } = tapped();
  chat.message("user");
  chat.message("ai");
  expect(audience.told()).toEqual(["started", "message_sent", "message_received"]);
  expect(audience.conversation).toHaveBeenCalledWith("started", { vendor: "deep-chat", channel: "chat", method: "adapter" });
});

test("A greeting, and a talk restored on page load, start nothing", () => {
  const { audience, chat } = tapped();
  chat.message("ai");
  chat.message("user", { isHistory: true });
  chat.message("ai", { isHistory: true });
  expect(audience.told()).toEqual([]);
});

test("The answer to a restored talk is heard", () => {
  const { audience, chat } = tapped();
  chat.message("user", { isHistory: true });
  chat.message("ai");
  expect(audience.told()).toEqual(["message_received"]);
});

test("One message that fires two events is one message, and either event alone is enough", () => {
  const { audience, chat } = tapped();
  chat.message("user");
  chat.fire("new-message", { message: { role: "user" } });
  expect(audience.told()).toEqual(["started", "message_sent", "started", "message_sent"]);
});

test("The text of a message is never read", () => {
  const { audience, chat } = tapped();
  const message = {
    role: "user",
    get text(): string {
      throw new Error("read");
    },
  };
  chat.fire("message", { message });
  expect(audience.told()).toEqual(["started", "message_sent"]);
  expect(audience.debug).toHaveBeenCalledTimes(1);
});

test("An element inside a shadow root is heard once the visitor has entered it", () => {
  const { audience, document } = tapped();
  const shadow = new EventTarget();
  const chat = createDeepChat(shadow);
  chat.message("ai");
  chat.enter(document);
  chat.enter(document);
  chat.message("user");
  expect(audience.told()).toEqual(["started", "message_sent"]);
});

test("Other elements may fire events of the same name", () => {
  const { audience, document } = tapped();
  createDeepChat(document, "x-news").message("user");
  expect(audience.told()).toEqual([]);
});

test("A detail of an unknown shape, or one that throws, is nobody's problem", () => {
  const { audience, chat } = tapped();
  const trap = {
    get message(): never {
      throw new Error("trap");
    },
  };
  for (const detail of [null, {}, { message: {} }, trap]) chat.fire("message", detail);
  expect(audience.told()).toEqual([]);
  expect(audience.debug).toHaveBeenLastCalledWith("The adapter for deep-chat failed", expect.any(Error));
});

test("stop() takes the listeners out", () => {
  const { audience, document, chat, stop } = tapped();
  const shadow = new EventTarget();
  const inner = createDeepChat(shadow);
  inner.enter(document);
  stop();
  chat.message("user");
  inner.message("user");
  expect(audience.told()).toEqual([]);
});
