import { zoho } from "../../../../src/extras/widgets/vendors/zoho";
import { SECRET } from "../contract";
import type { Contract } from "../contract";
import { createZoho } from "../../standIns/zoho";

export default {
  vendor: zoho,
  proof: "documentation",
  create({ window }) {
    const { $zoho, load, fire, shown } = createZoho();
    window.$zoho = $zoho;
    const visitor = { name: SECRET, email: SECRET, question: SECRET, visitid: "visit-1" };
    return {
      // Its API comes some time after its script.
      arrive: () => void window.setTimeout(load, 500),
      steps: [
        { what: "the window opens", happen: () => fire("floatwindow.open"), tells: ["opened"] },
        { what: "the visitor asks for a chat", happen: (wrap) => fire("visitor.chat", "visit-1", wrap(visitor)), tells: ["started"], begins: true },
        {
          what: "an operator picks it up",
          happen: (wrap) => fire("chat.attend", "visit-1", wrap({ attendername: "Anna Berg", attenderemail: SECRET, visitid: "visit-1" })),
          tells: [["connected", { agent: "Anna Berg" }]],
          begins: true,
        },
        { what: "the operator writes", happen: (wrap) => fire("chat.agentMessage", "visit-1", wrap({ message: SECRET, visitid: "visit-1" })), tells: [["message_received", { by: "agent" }]] },
        { what: "the chat ends", happen: (wrap) => fire("chat.complete", "visit-1", wrap({ visitid: "visit-1", chatduration: 3 })), tells: ["ended"] },
      ],
      siteListens(heard) {
        const { salesiq } = $zoho;
        const give = () => salesiq.visitor!.chat!(heard);
        if (salesiq.visitor) give();
        else salesiq.ready = give;
      },
      isSlot: true,
      shown,
    };
  },
} satisfies Contract;
