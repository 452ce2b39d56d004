import { tiledesk } from "../../../../src/extras/widgets/vendors/tiledesk";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: tiledesk,
  proof: "source",
  create({ window }) {
    const tiledeskroot = new EventTarget();
    let shown = 0;
    const api = { tiledeskroot, on: (event: string, handler: () => void) => tiledeskroot.addEventListener(event, handler), open: () => void shown++ };
    const fire = (event: string, detail: unknown) => tiledeskroot.dispatchEvent(new CustomEvent(event, { detail }));
    const detail = {
      newConvId: "support-group-1",
      global: { departmentSelected: { id: "dep-1", name: "Sales" }, tiledeskToken: SECRET, attributes: { userFullname: SECRET, userEmail: SECRET } },
    };
    return {
      arrive: () => void (window.tiledesk = api),
      steps: [
        { what: "the eye-catcher shows", happen: (wrap) => fire("onOpenEyeCatcher", wrap(detail)), tells: ["offered"] },
        { what: "the visitor opens an empty conversation", happen: (wrap) => fire("onNewConversation", wrap(detail)), tells: [["opened", { queue: "dep-1" }]] },
        { what: "the window is open", happen: (wrap) => fire("onOpen", wrap(detail)), tells: [] },
        { what: "the visitor writes", happen: (wrap) => fire("onAfterMessageSend", wrap({ message: { text: SECRET, sender_fullname: SECRET } })), tells: ["started", "message_sent"], begins: true },
      ],
      siteListens: (heard) => api.on("onOpen", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
