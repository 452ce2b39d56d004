import { front } from "../../../../src/extras/widgets/vendors/front";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: front,
  proof: "documentation",
  create({ window }) {
    const { on, off, fire, count } = createEmitter();
    let shown = 0;
    const FrontChat = (command: string, handler?: (told?: unknown) => void) => {
      if (command === "show") shown++;
      if (!handler) return undefined;
      on(command, handler);
      handler({ is_window_visible: false });
      return () => off(command, handler);
    };
    // Nothing secret is known to be there.
    const told = { is_window_visible: true, note: SECRET };
    return {
      arrive: () => void (window.FrontChat = FrontChat),
      steps: [{ what: "the window opens", happen: (wrap) => fire("onWindowVisibilityChanged", wrap(told)), tells: ["opened"] }],
      siteListens: (heard) => void FrontChat("onWindowVisibilityChanged", heard),
      handlers: count,
      shown: () => shown,
    };
  },
} satisfies Contract;
