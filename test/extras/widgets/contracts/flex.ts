import { flex } from "../../../../src/extras/widgets/vendors/flex";
import { createFlexActions } from "../../standIns/flexActions";
import { SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

export default {
  vendor: flex,
  proof: "run",
  create({ window, document }) {
    const vendor = createFlexActions();
    Object.assign(document, { querySelector: () => vendor.window() });
    const action = (name: string, payload?: object) => (wrap: Wrap) => vendor.fire(name, wrap(payload) as { [name: string]: unknown });
    return {
      arrive() {
        window.Twilio = { FlexWebChat: { Actions: vendor.actions } };
      },
      steps: [
        { what: "the window opens", happen: action("ToggleChatVisibility"), tells: ["opened"] },
        { what: "the form is sent", happen: action("StartEngagement", { formData: { friendlyName: SECRET } }), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: action("SendMessage", { channelSid: "CH1", body: SECRET }), tells: ["message_sent"], begins: true },
        { what: "the visitor sends a file", happen: action("SendMediaMessage", { channelSid: "CH1", file: { name: SECRET } }), tells: ["message_sent"], begins: true },
        { what: "the visitor leaves the talk", happen: action("RestartEngagement"), tells: ["ended"] },
      ],
      siteListens: (heard) => vendor.actions.addListener("afterSendMessage", heard),
      handlers: vendor.listeners,
      shown: () => Number(vendor.window()),
    };
  },
} satisfies Contract;
