/** A stand-in for Rocket.Chat's loader: the queue its snippet leaves, and the API that takes the queue over. */
type Handler = (data?: unknown) => void;

export interface RocketChatStandIn {
  /** What the page's snippet defines. */
  RocketChat: (call: (this: unknown) => void) => void;
  /** The vendor's script arrives: from now on a call is answered at once. */
  load(): void;
  fire(name: "ChatMaximized" | "ChatStarted" | "AssignAgent" | "ChatEnded", data?: unknown): void;
  handlers: { [name: string]: Handler[] };
  /** How often it was opened by the page. */
  shown(): number;
}

export function createRocketChat(): RocketChatStandIn {
  const handlers: { [name: string]: Handler[] } = {};
  let shown = 0;
  const on = (name: string) => (handler: Handler) => void (handlers[name] ??= []).push(handler);
  const livechat = {
    onChatMaximized: on("ChatMaximized"),
    onChatStarted: on("ChatStarted"),
    onAssignAgent: on("AssignAgent"),
    onChatEnded: on("ChatEnded"),
    maximizeWidget: () => void shown++,
    clearAllCallbacks() {
      throw new Error("This would remove the site's handlers");
    },
  };
  let queue: ((this: unknown) => void)[] | undefined = [];
  return {
    RocketChat(call) {
      if (queue) queue.push(call);
      else call.call(livechat);
    },
    load() {
      queue?.forEach((call) => call.call(livechat));
      queue = undefined;
    },
    fire(name, data) {
      for (const handler of handlers[name] ?? []) handler(data);
    },
    handlers,
    shown: () => shown,
  };
}
