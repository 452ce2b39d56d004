import { tawk } from "../../../../src/extras/widgets/vendors/tawk";
import { SECRET, tellBy } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: tawk,
  proof: "source",
  create({ window }) {
    let shown = 0;
    const tell = tellBy(window);
    const api: { [name: string]: unknown } = {};

    // The snippet.
    window.Tawk_API = api;
    return {
      arrive() {
        api.maximize = () => void shown++;
      },
      steps: [
        { what: "the widget opens", happen: tell("tawkChatMaximized", null), tells: ["opened"] },
        { what: "the visitor says who it is", happen: tell("tawkPrechatSubmit", [{ label: "Name", answer: SECRET }]), tells: [] },
        { what: "a chat starts", happen: tell("tawkChatStarted", null), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: tell("tawkChatMessageVisitor", SECRET), tells: ["message_sent"], begins: true },
        { what: "an agent joins", happen: tell("tawkAgentJoinChat", { name: "Anna Berg", position: "Sales", image: "", id: "a" }), tells: [["connected", { agent: "Anna Berg" }]], begins: true },
        { what: "the agent answers", happen: tell("tawkChatMessageAgent", SECRET), tells: ["message_received"] },
        { what: "the chat ends", happen: tell("tawkChatEnded", null), tells: ["ended"] },
      ],
      siteListens: (heard) => window.addEventListener("tawkChatStarted", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
