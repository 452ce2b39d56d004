import { userlike } from "../../../../src/extras/widgets/vendors/userlike";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: userlike,
  proof: "documentation",
  create({ window }) {
    let shown = 0;
    const fire = (event: string, session: unknown) => {
      const handler = window.userlikeTrackingEvent;
      if (typeof handler === "function") handler(event, { widget_id: 1, widget_lang: "en", client_uuid: SECRET }, session);
    };
    const session = { chat_id: 77, session_id: 9, operator_id: 3, operator_name: "Anna Berg", client_name: SECRET, client_email: SECRET };
    return {
      arrive: () => void (window.userlike = { userlikeStartChat: () => void shown++ }),
      steps: [
        { what: "the window opens", happen: (wrap) => fire("chat_window_maximized", wrap(session)), tells: [["opened", { conversation: "77" }]] },
        { what: "the button is clicked", happen: (wrap) => fire("chat_started", wrap(session)), tells: [] },
        { what: "the visitor writes first", happen: (wrap) => fire("contact_first_message", wrap(session)), tells: ["started"], begins: true },
        { what: "the visitor's message goes to the operator", happen: (wrap) => fire("message_operator_terminating", wrap(session)), tells: ["message_sent"], begins: true },
        { what: "the operator's goes to the visitor", happen: (wrap) => fire("message_client_terminating", wrap(session)), tells: [["message_received", { agent: "Anna Berg" }]] },
        { what: "the page is loaded again", happen: (wrap) => fire("conversation_resume", wrap(session)), tells: ["resumed"] },
      ],
      siteListens: (heard) => void (window.userlikeTrackingEvent = heard),
      isSlot: true,
      handlers: () => ("userlikeTrackingEvent" in window ? 1 : 0),
      shown: () => shown,
    };
  },
} satisfies Contract;
