import { expect, test } from "vitest";
import { listen } from "../../../../src/extras/widgets/listen";
import { dynamics } from "../../../../src/extras/widgets/vendors/dynamics";
import type { Page } from "../../../../src/extras/widgets/vendor";
import { createAudience } from "../../standIns/host";

/** A window with the widget, and with the one channel that a script of this origin can listen to. */
function tapped(id: string) {
  const audience = createAudience();
  const document = { hidden: false, querySelector: () => element };
  const element = { id, getAttribute: () => "widget-1", click: () => void (element.clicks += 1), clicks: 0 };
  const channels = new Map<string, EventTarget & { isClosed?: boolean }>();
  class BroadcastChannel extends EventTarget {
    isClosed = false;
    constructor(name: string) {
      super();
      channels.set(name, this);
    }
    close() {
      this.isClosed = true;
    }
  }
  const window = Object.assign(new EventTarget(), { document, BroadcastChannel });
  const page = window as unknown as Page;
  const found = dynamics.find(page) as Element;
  const stop = listen(dynamics, found, page, audience);
  const post = (data: unknown) => channels.get("widget-1")!.dispatchEvent(Object.assign(new Event("message"), { data }));
  return {
    audience,
    document,
    element,
    page,
    stop,
    channels,
    post,
    broadcast: (eventName: unknown, payload?: unknown) => post({ type: "message", data: { eventName, payload } }),
    fire: (event: string, detail?: unknown) => window.dispatchEvent(new CustomEvent(`lcw:${event}`, { detail })),
  };
}
const built = () => tapped("chat");
const hosted = () => tapped("Microsoft_Omnichannel_LCWidget");

const AGENT = { payload: { messageType: "system", channelData: { tags: ["system", "agentaccepted"] } } };

test("A chat of the built widget is told in the words of the protocol, with the id that Dynamics gives it", () => {
  const { audience, broadcast } = built();
  broadcast("StartProactiveChat");
  broadcast("ProactiveChatStartChat");
  broadcast("MaximizeChat", { runtimeId: "1" });
  broadcast("WidgetLoadStarted");
  broadcast("WidgetLoadComplete");
  broadcast("NewMessageSent", { conversationId: "c-1", text: "secret", messageType: "user" });
  broadcast("NewMessageReceived", { conversationId: "c-1", text: "secret", messageType: "system", channelData: { tags: "system" } });
  broadcast("NewMessageReceived", AGENT.payload);
  broadcast("NewMessageReceived", { conversationId: "c-1", text: "secret", messageType: "user" });
  broadcast("ConversationEndedByCustomer");
  broadcast("ChatEnded_org-1_widget-1");
  expect(audience.told()).toEqual(["offered", "accepted", "opened", "started", "message_sent", "connected", "message_received", "ended", "ended"]);
  expect(audience.conversation).toHaveBeenCalledWith("message_sent", { id: "c-1", vendor: "dynamics", channel: "chat", method: "adapter" });
  expect(audience.conversation).toHaveBeenCalledWith("ended", { by: "customer", vendor: "dynamics", channel: "chat", method: "adapter" });
  expect(JSON.stringify(audience.conversation.mock.calls)).not.toContain("secret");
});

test("A chat that goes on after a page load does not start anew, and the next one does", () => {
  const { audience, broadcast } = built();
  broadcast("ChatRetrievedFromCache", { chatId: "19:chat" });
  broadcast("WidgetLoadComplete");
  broadcast("WidgetLoadComplete");
  expect(audience.told()).toEqual(["resumed", "started"]);
});

test("A tab that nobody looks at hears the chat of another and tells its end only", () => {
  const { audience, document, broadcast } = built();
  document.hidden = true;
  for (const event of ["MaximizeChat", "WidgetLoadComplete", "NewMessageSent", "NewMessageReceived", "ParticipantsRemovedEvent", "ConversationEndedByCustomer", "ChatEnded_org-1_widget-1"]) broadcast(event);
  expect(audience.told()).toEqual(["ended", "ended", "ended"]);
});

test("A chat of the hosted widget is told by the window's events, and not a second time by a channel", () => {
  const { audience, fire, channels } = hosted();
  fire("startChat");
  fire("chatQueued");
  fire("onMessageSent", { payload: { text: "secret" } });
  fire("onMessageReceived", AGENT);
  fire("onMessageReceived", { payload: { messageType: "user", text: "secret", channelData: { tags: [] } } });
  fire("threadUpdate");
  fire("onClose");
  fire("chatRetrieved");
  expect(audience.told()).toEqual(["opened", "started", "message_sent", "connected", "message_received", "ended", "ended", "resumed"]);
  expect(channels.size).toBe(0);
});

test("Events of unknown shapes are nobody's problem", () => {
  const { audience, post, broadcast } = built();
  for (const data of [null, undefined, "text", {}, { data: null }, { data: { eventName: null } }]) post(data);
  broadcast({ toString: "no function" } as unknown as string);
  broadcast("NewMessageReceived", null);
  broadcast("NewMessageReceived", { channelData: null });
  expect(audience.told()).toEqual(["message_received", "message_received"]);
});

test("The widget is opened by its own button where it is built, and by Microsoft's call where it is hosted", () => {
  const { element, page } = built();
  dynamics.open!(element as unknown as Element, page);
  expect(element.clicks).toBe(1);
  const other = hosted();
  let started = 0;
  Object.assign(other.page, { Microsoft: { Omnichannel: { LiveChatWidget: { SDK: { startChat: () => started++ } } } } });
  dynamics.open!(other.element as unknown as Element, other.page);
  expect(started).toBe(1);
});

test("stop() closes the channel, and takes out the window's listeners", () => {
  const one = built();
  one.stop();
  expect(one.channels.get("widget-1")!.isClosed).toBe(true);
  const other = hosted();
  other.stop();
  other.fire("chatQueued");
  expect(other.audience.told()).toEqual([]);
});
