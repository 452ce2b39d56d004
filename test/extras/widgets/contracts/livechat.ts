import { createWidget } from "@livechat/widget-core";
import { livechat } from "../../../../src/extras/widgets/vendors/livechat";
import { createEmitter, SECRET } from "../contract";
import type { ChatData, ChatEvent, CustomerData, Greeting, RichMessageButton, WidgetConfig, WidgetState } from "@livechat/widget-core";
import type { Contract, Wrap } from "../contract";

type Method = "on" | "off" | "get" | "call";
type Call = [method: Method, args: unknown[]];

/** What the vendor's loader leaves on the page, until its script has come and put itself into `_h`. */
interface Loader {
  _q: Call[];
  _h: ((...call: Call) => unknown) | null;
  on(event: string, handler: () => void): void;
}

/** What the widget calls handlers with, in the vendor's types. */
interface Payloads {
  onReady: { state: WidgetState; customerData: CustomerData };
  onVisibilityChanged: Pick<WidgetState, "visibility">;
  onCustomerStatusChanged: Pick<CustomerData, "status">;
  onNewEvent: ChatEvent;
  onGreetingDisplayed: Greeting;
  onGreetingHidden: Greeting;
  onRichMessageButtonClicked: RichMessageButton;
}

export default {
  vendor: livechat,
  proof: "types",
  create({ window }) {
    const events = createEmitter();
    let shown = 0;
    let thread = "T0";
    const keys: (keyof Payloads)[] = ["onReady", "onVisibilityChanged", "onCustomerStatusChanged", "onNewEvent", "onGreetingDisplayed", "onGreetingHidden", "onRichMessageButtonClicked"];

    // The vendor's own loader makes the queue, and tells by which names it subscribes to what.
    const site = Object.fromEntries(keys.map((key) => [key, () => {}])) as { [Key in keyof Payloads]: () => void } satisfies WidgetConfig;
    createWidget({ license: "1234567", ...site });
    const loader = window.LiveChatWidget as Loader;
    const nameOf = (key: keyof Payloads) => loader._q.find(([, [, handler]]) => handler === site[key])![1][0] as string;
    const names = Object.fromEntries(keys.map((key) => [key, nameOf(key)])) as { [Key in keyof Payloads]: string };

    const tell = <Key extends keyof Payloads>(key: Key, told: Payloads[Key]) => (wrap: Wrap) => events.fire(names[key], wrap(told));
    const customer = (status: CustomerData["status"]) => ({ id: "c", name: SECRET, email: SECRET, isReturning: true, status, sessionVariables: {} });
    const said = (type: ChatEvent["author"]["type"], greeting?: Greeting): ChatEvent => ({ timestamp: 1764201600, type: "message", author: { id: SECRET, type }, ...(greeting && { greeting }) });
    const greeting = { id: 7, uniqueId: "g" };
    const api = {
      on: events.on,
      off: events.off,
      get: (): ChatData => ({ chatId: "C", threadId: thread }),
      call: (name: string) => void (name === "maximize" && shown++),
    };

    return {
      arrive() {
        loader._h = (method, args) => (api[method] as (...args: unknown[]) => unknown)(...args);
        loader._q.splice(0).forEach((call) => loader._h!(...call));
      },
      steps: [
        { what: "the widget is ready", happen: tell("onReady", { state: { availability: "online", visibility: "minimized" }, customerData: customer("browsing") }), tells: [] },
        { what: "a greeting is shown", happen: tell("onGreetingDisplayed", greeting), tells: ["offered"] },
        { what: "it is among the messages", happen: tell("onNewEvent", said("agent", greeting)), tells: [] },
        { what: "the visitor clicks on it", happen: tell("onRichMessageButtonClicked", { eventId: "e", postbackId: "p", greeting }), tells: ["accepted"] },
        { what: "it goes away", happen: tell("onGreetingHidden", greeting), tells: [] },
        { what: "the widget opens", happen: tell("onVisibilityChanged", { visibility: "maximized" }), tells: ["opened"] },
        { what: "the visitor only looks", happen: tell("onCustomerStatusChanged", { status: "browsing" }), tells: [] },
        {
          what: "the visitor is in the queue",
          happen(wrap) {
            thread = "T1";
            tell("onCustomerStatusChanged", { status: "queued" })(wrap);
          },
          tells: ["started"],
          begins: true,
        },
        { what: "the chat begins", happen: tell("onCustomerStatusChanged", { status: "chatting" }), tells: [], begins: true },
        { what: "the visitor writes", happen: tell("onNewEvent", said("customer")), tells: ["message_sent"], begins: true },
        { what: "an agent or bot answers", happen: tell("onNewEvent", said("agent")), tells: ["message_received"] },
        { what: "the chat ends", happen: tell("onCustomerStatusChanged", { status: "browsing" }), tells: ["ended"] },
        {
          what: "another one goes on from another page",
          happen(wrap) {
            thread = "T2";
            tell("onReady", { state: { availability: "online", visibility: "minimized" }, customerData: customer("chatting") })(wrap);
          },
          tells: [["resumed", { conversation: "T2" }]],
        },
        { what: "it ends", happen: tell("onCustomerStatusChanged", { status: "browsing" }), tells: ["ended"] },
        { what: "a greeting is shown", happen: tell("onGreetingDisplayed", greeting), tells: ["offered"] },
        { what: "the visitor does not want it", happen: tell("onGreetingHidden", greeting), tells: ["declined"] },
        { what: "another one is shown", happen: tell("onGreetingDisplayed", greeting), tells: ["offered"] },
        {
          what: "the visitor answers it by a chat",
          happen(wrap) {
            thread = "T3";
            tell("onCustomerStatusChanged", { status: "chatting" })(wrap);
          },
          tells: ["accepted", "started"],
          begins: true,
        },
      ],
      siteListens: (heard) => loader.on(names.onCustomerStatusChanged, heard),
      // Those of the site, which the vendor's loader has added.
      handlers: () => events.count() - keys.length,
      shown: () => shown,
    };
  },
} satisfies Contract;
