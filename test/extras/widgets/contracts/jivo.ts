import { jivo } from "../../../../src/extras/widgets/vendors/jivo";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: jivo,
  proof: "documentation",
  create({ window }) {
    let shown = 0;
    const fire = (event: string, ...args: unknown[]) => {
      const handler = window[`jivo_on${event}`];
      if (typeof handler === "function") handler(...args);
    };
    return {
      arrive: () => void (window.jivo_api = { open: () => void shown++ }),
      steps: [
        { what: "the window opens", happen: () => fire("Open"), tells: ["opened"] },
        { what: "the visitor says who they are", happen: (wrap) => fire("Introduction", wrap({ client_name: SECRET, email: SECRET, phone: SECRET })), tells: [] },
        { what: "the visitor starts a chat", happen: () => fire("ClientStartChat"), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: () => fire("MessageSent"), tells: ["message_sent"], begins: true },
        { what: "an agent accepts", happen: () => fire("Accept"), tells: ["connected"], begins: true },
        { what: "the agent writes", happen: () => fire("MessageReceived"), tells: ["message_received"] },
      ],
      siteListens: (heard) => void (window.jivo_onClientStartChat = heard),
      isSlot: true,
      handlers: () => Object.keys(window).filter((name) => name.startsWith("jivo_on")).length,
      shown: () => shown,
    };
  },
} satisfies Contract;
