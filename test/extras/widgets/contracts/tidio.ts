import { tidio } from "../../../../src/extras/widgets/vendors/tidio";
import { SECRET, tellBy } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: tidio,
  proof: "third parties",
  create({ window, document }) {
    let shown = 0;
    const tell = tellBy(document);

    return {
      arrive() {
        window.tidioChatApi = { open: () => void shown++ };
      },
      steps: [
        { what: "the widget opens", happen: tell("tidioChat-open", null), tells: ["opened"] },
        { what: "it greets", happen: tell("tidioChat-messageFromOperator", { message: SECRET }), tells: [] },
        { what: "the visitor says who it is", happen: tell("tidioChat-preFormFilled", { email: SECRET }), tells: [] },
        { what: "a conversation starts", happen: tell("tidioChat-conversationStart", null), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: tell("tidioChat-messageFromVisitor", { message: SECRET }), tells: ["message_sent"], begins: true },
        { what: "somebody answers", happen: tell("tidioChat-messageFromOperator", { message: SECRET }), tells: ["message_received"] },
      ],
      siteListens: (heard) => document.addEventListener("tidioChat-conversationStart", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
