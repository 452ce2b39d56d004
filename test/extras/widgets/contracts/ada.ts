import { ada } from "../../../../src/extras/widgets/vendors/ada";
import { SECRET } from "../contract";
import type { AdaEmbedAPI, AdaEventDataKeyedByEvent, AdaEventKey, AdaEmbedLoaderInitialActionQueue, WindowInfo } from "@ada-support/embed-types";
import type { Contract, Wrap } from "../contract";

type Handler = (told: unknown, context: { eventKey: string }) => void;
type Loader = Pick<AdaEmbedAPI, "subscribeEvent" | "unsubscribeEvent" | "getInfo" | "toggle">;

export default {
  vendor: ada,
  proof: "types",
  create({ window }) {
    const handlers = new Map<number, [event: string, handler: Handler]>();
    let subscriptions = 0;
    let shown = 0;
    let queue: (AdaEmbedLoaderInitialActionQueue[number] & { answer(given: unknown): void })[] | undefined = [];
    const info: WindowInfo = { hasActiveChatter: false, hasClosedChat: false, isChatOpen: false, isDrawerOpen: false };
    const app: { [method: string]: (...args: never[]) => unknown } = {
      subscribeEvent(event: string, handler: Handler) {
        handlers.set(++subscriptions, [event, handler]);
        return subscriptions;
      },
      unsubscribeEvent: (id: number) => void handlers.delete(id),
      getInfo: () => info,
      toggle: () => void shown++,
    };
    const ask = (method: keyof Loader, ...args: unknown[]) =>
      new Promise((answer) => {
        if (queue) queue.push({ method, arguments: args, answer });
        else answer(app[method]!(...(args as never[])));
      });
    // By the vendor's types: so are the names of events, and what is told with them.
    const loader = {
      subscribeEvent: (...args) => ask("subscribeEvent", ...args) as Promise<number>,
      unsubscribeEvent: (id) => ask("unsubscribeEvent", id) as Promise<void>,
      getInfo: () => ask("getInfo") as Promise<WindowInfo>,
      toggle: () => ask("toggle") as Promise<void>,
    } satisfies Loader;
    const tell = <Key extends AdaEventKey>(event: Key, data: AdaEventDataKeyedByEvent[Key]) => (wrap: Wrap) => {
      for (const [name, handler] of [...handlers.values()]) if (name === event) handler(wrap(data), { eventKey: event });
    };

    return {
      arrive() {
        window.adaEmbed = loader;
        // What the loader has queued is done when the rest has come.
        window.setTimeout(() => {
          queue?.splice(0).forEach(({ method, arguments: args, answer }) => answer(app[method]!(...(args as never[]))));
          queue = undefined;
        }, 500);
      },
      steps: [
        { what: "a campaign is shown", happen: tell("ada:campaigns:shown", { campaignKey: "sale" }), tells: ["offered"] },
        { what: "the visitor opens it", happen: tell("ada:campaigns:opened", { campaignKey: "sale" }), tells: ["accepted"] },
        { what: "the bot greets", happen: tell("ada:conversation:message", { author: "Ada", conversation_id: "c1", message_id: "m1" }), tells: [] },
        { what: "the visitor takes it up", happen: tell("ada:campaigns:engaged", { campaignKey: "sale" }), tells: ["started"], begins: true },
        { what: "the bot answers", happen: tell("ada:conversation:message", { author: "Ada", conversation_id: "c1", message_id: "m2" }), tells: ["message_received"] },
        { what: "an agent joins", happen: tell("ada:agent:joined", { conversation_id: "c1" }), tells: ["connected"], begins: true },
        { what: "it ends", happen: tell("ada:end_conversation", { chatter_id: "v", event_data: { chatter_transcript: SECRET } }), tells: ["ended"] },
      ],
      siteListens: (heard) => void loader.subscribeEvent("ada:agent:joined", heard),
      handlers: () => handlers.size,
      shown: () => shown,
    };
  },
} satisfies Contract;
