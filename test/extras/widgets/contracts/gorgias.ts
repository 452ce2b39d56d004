import { gorgias } from "../../../../src/extras/widgets/vendors/gorgias";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: gorgias,
  proof: "third parties",
  create({ window }) {
    const { on, fire } = createEmitter();
    let isReady = false;
    let shown = 0;
    const ready = <Args extends unknown[], Result>(call: (...args: Args) => Result) => (...args: Args) => {
      if (!isReady) throw new Error("The API is not there yet");
      return call(...args);
    };
    const api = {
      init() {
        throw new Error("This would begin what the site may want to begin itself");
      },
      isOpen: ready(() => false),
      on: ready(on),
      open: ready(() => void shown++),
    };
    window.GorgiasChat = api;
    const message = { content: { text: SECRET }, sender: { name: SECRET } };
    return {
      arrive: () => void (isReady = true),
      steps: [
        { what: "the window opens", happen: () => fire("widget:opened"), tells: ["opened"] },
        { what: "a bot greets", happen: (wrap) => fire("message:received", wrap(message)), tells: [] },
        { what: "the visitor writes", happen: (wrap) => fire("message:sent", wrap(message)), tells: ["started", "message_sent"], begins: true },
        { what: "an answer comes", happen: (wrap) => fire("message:received", wrap(message)), tells: ["message_received"] },
      ],
      siteListens: (heard) => api.on("widget:opened", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
