import { deepchat } from "../../../../src/extras/widgets/vendors/deepchat";
import { createDeepChat } from "../../standIns/deepChat";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: deepchat,
  proof: "run",
  create({ document }) {
    const chat = createDeepChat(document);
    return {
      arrive() {},
      steps: [
        { what: "the bot greets", happen: (wrap) => chat.fire("message", wrap({ message: { role: "ai", text: SECRET } })), tells: [] },
        { what: "the visitor writes", happen: (wrap) => chat.fire("message", wrap({ message: { role: "user", text: SECRET } })), tells: ["started", "message_sent"], begins: true },
        { what: "the bot answers", happen: (wrap) => chat.fire("message", wrap({ message: { role: "ai", text: SECRET } })), tells: ["message_received"] },
      ],
      siteListens: (heard) => document.addEventListener("message", heard),
    };
  },
} satisfies Contract;
