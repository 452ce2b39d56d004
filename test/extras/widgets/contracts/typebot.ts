import { typebot } from "../../../../src/extras/widgets/vendors/typebot";
import { createTypebot } from "../../standIns/typebot";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: typebot,
  proof: "run",
  create({ window, document }) {
    const { element, fire, enter } = createTypebot();
    let shown = 0;
    const happen = (event: string, told?: unknown) => {
      enter(document, "pointerdown");
      fire(event, told);
    };
    const answer = { message: SECRET, blockId: "b1" };
    return {
      arrive: () => void (window.Typebot = { open: () => void shown++ }),
      steps: [
        { what: "the visitor clicks the preview", happen: () => happen("onPreviewMessageClick"), tells: ["accepted"] },
        { what: "the bubble opens", happen: () => happen("onOpen"), tells: ["opened"] },
        { what: "the bot asks", happen: (wrap) => happen("onNewInputBlock", wrap({ id: "b1", groupId: SECRET })), tells: [] },
        { what: "the visitor answers", happen: (wrap) => happen("onAnswer", wrap(answer)), tells: ["started", "message_sent"], begins: true },
        { what: "the bot is done", happen: () => happen("onEnd"), tells: ["ended"] },
      ],
      siteListens: (heard) => void (element.onAnswer = heard),
      isSlot: true,
      handlers: () => Object.values(element).filter((one) => typeof one === "function").length,
      shown: () => shown,
    };
  },
} satisfies Contract;
