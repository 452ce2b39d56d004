import { voiceflow } from "../../../../src/extras/widgets/vendors/voiceflow";
import { SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

export default {
  vendor: voiceflow,
  proof: "run",
  create({ window }) {
    let shown = 0;
    // The widget posts texts to its own window.
    const tell = (type: string, payload: object) => (wrap: Wrap) =>
      void window.dispatchEvent(Object.assign(new Event("message"), { source: window, data: wrap(JSON.stringify({ type: `voiceflow:${type}`, payload })) }));
    const session = { turns: [{ text: SECRET }], userID: SECRET, status: "ACTIVE" };
    return {
      arrive() {
        window.voiceflow = { chat: { open: () => shown++ } };
      },
      steps: [
        { what: "the window opens", happen: tell("open", {}), tells: ["opened"] },
        { what: "the bot greets", happen: tell("interact", { session, action: { type: "launch" } }), tells: [] },
        { what: "the visitor writes", happen: tell("interact", { session, action: { type: "text", payload: SECRET } }), tells: ["started", "message_sent"], begins: true },
        { what: "the bot grows impatient", happen: tell("interact", { session, action: { type: "no-reply" } }), tells: [] },
        { what: "the talk is kept", happen: tell("save_session", session), tells: [] },
        { what: "the bot ends it", happen: tell("save_session", { ...session, status: "ENDED" }), tells: ["ended"] },
      ],
      siteListens: (heard) => window.addEventListener("message", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
