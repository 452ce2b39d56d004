/**
 * Genesys Widgets (CXBus). Facts known from Genesys' documentation of WebChat and WebChatService and from third parties'
 * code for what events carry; not run.
 *
 * The bus is there only once the widgets have started; their `onReady` has room for one function, which is the site's.
 * The same messages are told again after a page was loaded, then with `restoring`. Notices of who joined or types come
 * among the messages. A chat may end before an agent came: that is an end as well. Nothing carries an id that agents know.
 */
import type { Vendor } from "../vendor";

interface Message {
  type?: string;
  from?: { type?: string };
}

type Told = { data?: { restoring?: boolean; messages?: Message[]; agents?: { [id: string]: { name?: unknown } } } } | undefined;

interface Bus {
  subscribe(event: string, handler: (told: Told) => void): unknown;
  command(name: string): unknown;
}

export const genesysWidgets: Vendor<Bus> = {
  name: "genesys-widgets",

  find: ({ _genesys }) => (_genesys as { widgets?: { bus?: Bus } } | undefined)?.widgets?.bus,

  tap(bus, { hear, say }) {
    hear((event, handler: (told: Told) => void) => void bus.subscribe(event, handler), {
      "WebChat.opened": "opened",
      "WebChat.rejected": "failed",
      "WebChatService.started": "started",
      "WebChatService.restored": "resumed",
      "WebChatService.agentConnected": (told) => ["connected", { agent: Object.values(told?.data?.agents ?? {}).pop()?.name }],
      "WebChatService.messageReceived": (told) => {
        const { restoring, messages } = told!.data!;
        if (restoring) return;
        for (const { type, from } of messages!)
          if (!/Joined|Left|Typing|Notice|Idle/.test(type!)) {
            if (from?.type === "Client") say("message_sent");
            if (from?.type === "Agent" || from?.type === "Bot") say("message_received");
          }
      },
      "WebChatService.ended": "ended",
    });
  },

  open: (bus) => bus.command("WebChat.open"),
};
