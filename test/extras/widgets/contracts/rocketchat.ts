import { rocketchat } from "../../../../src/extras/widgets/vendors/rocketchat";
import { createRocketChat } from "../../standIns/rocketChat";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: rocketchat,
  proof: "run",
  create({ window }) {
    const vendor = createRocketChat();
    const agent = { name: "Anna Berg", username: "anna", status: SECRET };
    return {
      arrive() {
        window.RocketChat = vendor.RocketChat;
        vendor.load();
      },
      steps: [
        { what: "the window opens", happen: () => vendor.fire("ChatMaximized"), tells: ["opened"] },
        { what: "the chat starts", happen: () => vendor.fire("ChatStarted"), tells: ["started"], begins: true },
        { what: "an agent is assigned", happen: (wrap) => vendor.fire("AssignAgent", wrap(agent)), tells: [["connected", { agent: "Anna Berg" }]], begins: true },
        { what: "the chat ends", happen: () => vendor.fire("ChatEnded"), tells: ["ended"] },
      ],
      siteListens: (heard) =>
        vendor.RocketChat(function (this: unknown) {
          (this as { onChatStarted(f: () => void): void }).onChatStarted(heard);
        }),
      shown: vendor.shown,
    };
  },
} satisfies Contract;
