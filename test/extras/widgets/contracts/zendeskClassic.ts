import { zendeskClassic } from "../../../../src/extras/widgets/vendors/zendeskClassic";
import { createEmitter } from "../contract";
import type { Contract, Wrap } from "../contract";

export default {
  vendor: zendeskClassic,
  proof: "documentation",
  create({ window }) {
    const events = createEmitter();
    let shown = 0;
    let isChatting = false;
    const zE = (scope: string, name: string, handler?: (told?: unknown) => void) => {
      if (scope === "webWidget:on") events.on(name, handler!);
      else if (scope === "webWidget" && name === "open") shown++;
      else if (scope === "webWidget:get" && name === "chat:isChatting") return isChatting;
      else throw new Error(`Method ${scope} does not exist`);
      return undefined;
    };
    const tell = (event: string, told?: unknown) => (wrap: Wrap) => events.fire(event, wrap(told));

    return {
      arrive() {
        window.zE = Object.assign(zE, { widget: "classic" });
      },
      steps: [
        { what: "the chat connects", happen: tell("chat:connected"), tells: [] },
        { what: "the widget opens", happen: tell("open"), tells: ["opened"] },
        {
          what: "the chat goes on from another page",
          happen(wrap) {
            isChatting = true;
            tell("chat:connected")(wrap);
            isChatting = false;
          },
          tells: ["resumed"],
        },
        { what: "a chat starts", happen: tell("chat:start"), tells: ["started"], begins: true },
        { what: "an answer waits", happen: tell("chat:unreadMessages", 1), tells: ["message_received"] },
        { what: "it is read", happen: tell("chat:unreadMessages", 0), tells: [] },
        { what: "the chat ends", happen: tell("chat:end"), tells: ["ended"] },
      ],
      siteListens: (heard) => void (window.zE as typeof zE)("webWidget:on", "chat:start", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
