import { talkdesk } from "../../../../src/extras/widgets/vendors/talkdesk";
import type { Contract } from "../contract";

export default {
  vendor: talkdesk,
  proof: "third parties",
  create({ window }) {
    const webchat: { [name: string]: unknown } = { init: () => Promise.resolve() };
    const fire = (event: string) => {
      const handler = webchat[event];
      if (typeof handler === "function") handler();
    };
    return {
      arrive: () => void Object.assign(window, { TalkdeskChatSDK: () => webchat, webchat }),
      steps: [
        { what: "the window opens", happen: () => fire("onOpenWebchat"), tells: ["opened"] },
        { what: "a conversation starts", happen: () => fire("onConversationStart"), tells: ["started"], begins: true },
        { what: "it ends", happen: () => fire("onConversationEnded"), tells: ["ended"] },
      ],
      siteListens: (heard) => void (webchat.onConversationStart = heard),
      isSlot: true,
      handlers: () => Object.keys(webchat).length - 1,
    };
  },
} satisfies Contract;
