import { intercom } from "../../../../src/extras/widgets/vendors/intercom";
import type { Contract } from "../contract";

export default {
  vendor: intercom,
  proof: "types",
  create({ window }) {
    const queue: unknown[][] = [];
    const slots: { [command: string]: () => void } = {};
    let shown = 0;
    // That a later handler takes the place of an earlier one is the worse of what may be true.
    const live = (command: string, handler?: () => void) => {
      if (handler) slots[command] = handler;
      else if (command === "show") shown++;
    };
    window.Intercom = Object.assign((...args: unknown[]) => void queue.push(args), { q: queue });
    return {
      arrive() {
        for (const args of queue) live(...(args as Parameters<typeof live>));
        window.Intercom = live;
      },
      steps: [
        { what: "the messenger opens", happen: () => slots.onShow?.(), tells: ["opened"] },
        { what: "the messenger closes", happen: () => slots.onHide?.(), tells: [] },
      ],
      siteListens: (heard) => (window.Intercom as typeof live)("onHide", heard),
      isSlot: true,
      shown: () => shown,
    };
  },
} satisfies Contract;
