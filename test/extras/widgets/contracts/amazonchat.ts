import { amazonchat } from "../../../../src/extras/widgets/vendors/amazonchat";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

type Handler = (item?: unknown) => void;

export default {
  vendor: amazonchat,
  proof: "source",
  create({ window }) {
    let session = createEmitter();
    let happen: (payload: object) => unknown = (payload) => payload;
    const heard: Handler[] = [];
    class ChatInterface {
      initiateChat(_input: object, success?: Handler) {
        session = createEmitter();
        const { on } = session;
        const listen = (event: string) => (handler: Handler) => on(event, handler);
        success?.(happen({ contactId: "contact-1", transcript: [SECRET], onIncoming: listen("in"), onOutgoing: listen("out"), onChatDisconnected: listen("end") }));
      }
    }
    const item = (Type: string, ParticipantRole: string, ContentType: string) => ({ Id: "i1", Type, ParticipantRole, ContentType, DisplayName: "Anna Berg", Content: SECRET });
    return {
      arrive: () => void (window.connect = { ChatInterface: new ChatInterface() }),
      steps: [
        {
          what: "the visitor asks for a chat",
          happen(wrap) {
            happen = wrap;
            (window.connect as { ChatInterface: ChatInterface }).ChatInterface.initiateChat({ name: SECRET, contactFlowId: "f1" }, () => heard.forEach((one) => one()));
          },
          tells: [["started", { conversation: "contact-1" }]],
          begins: true,
        },
        { what: "the visitor is told to wait", happen: (wrap) => session.fire("in", wrap(item("MESSAGE", "SYSTEM", "text/plain"))), tells: [["message_received", { by: "system" }]] },
        {
          what: "an agent joins",
          happen: (wrap) => session.fire("in", wrap(item("EVENT", "AGENT", "application/vnd.amazonaws.connect.event.participant.joined"))),
          tells: [["connected", { conversation: "contact-1", agent: "Anna Berg" }]],
        },
        { what: "the agent types", happen: (wrap) => session.fire("in", wrap(item("EVENT", "AGENT", "application/vnd.amazonaws.connect.event.typing"))), tells: [] },
        { what: "the agent writes", happen: (wrap) => session.fire("in", wrap(item("MESSAGE", "AGENT", "text/plain"))), tells: [["message_received", { by: "agent" }]] },
        { what: "the visitor writes", happen: (wrap) => session.fire("out", wrap(item("MESSAGE", "CUSTOMER", "text/plain"))), tells: ["message_sent"] },
        { what: "the chat ends", happen: () => session.fire("end"), tells: [["ended", { conversation: "contact-1" }]] },
      ],
      siteListens: (one) => void heard.push(one),
    };
  },
} satisfies Contract;
