import { papercups } from "../../../../src/extras/widgets/vendors/papercups";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: papercups,
  proof: "source",
  create({ window }) {
    const post = (data: unknown, origin = "https://chat-widget.papercups.io") => window.dispatchEvent(new MessageEvent("message", { data, origin }));
    const payload = { body: SECRET, customer_id: SECRET, conversation_id: "c1" };
    return {
      arrive() {},
      steps: [
        { what: "somebody else says the same", happen: (wrap) => post(wrap({ event: "message:sent", payload }), "https://evil.example"), tells: [] },
        { what: "an old conversation is joined", happen: (wrap) => post(wrap({ event: "conversation:join", payload })), tells: [] },
        { what: "a greeting comes", happen: (wrap) => post(wrap({ event: "message:received", payload })), tells: [] },
        { what: "the visitor writes", happen: (wrap) => post(wrap({ event: "message:sent", payload })), tells: ["started", "message_sent"], begins: true },
        { what: "an answer comes", happen: (wrap) => post(wrap({ event: "message:received", payload })), tells: ["message_received"] },
      ],
      siteListens: (heard) => window.addEventListener("message", heard),
    };
  },
} satisfies Contract;
