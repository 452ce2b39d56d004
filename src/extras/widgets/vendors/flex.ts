/**
 * Twilio Flex WebChat. Facts known by running the vendor's own build (npm @twilio/flex-webchat-ui 2.9.4) in Chromium, up
 * to the channel that Twilio opens for a talk; e2e/flex.spec.ts still does. What is sent after that is known
 * from the same build with a channel of the test's.
 *
 * All that the visitor does is an action, and actions are told to any number of listeners. Opening and closing the
 * window is the same one. Where no form comes before the talk, opening the window begins it and no action says so: the
 * visitor's first message does. `RestartEngagement` leaves a talk that is over. Agents and what they write are known to
 * the widget's store alone, which only the site has. Of what comes with an action the id of the channel alone is read:
 * the rest is what the visitor wrote, or filled into the form.
 */
import type { ConversationState } from "../../../protocol/event";
import type { Sighting, Vendor } from "../vendor";

type Listener = (payload?: { channelSid?: unknown }) => void;

interface Actions {
  addListener(event: string, listener: Listener): void;
  removeListener(event: string, listener: Listener): void;
  invokeAction(name: string): unknown;
}

const WINDOW = ".Twilio-MainContainer";
const about = (state: ConversationState) => (payload?: { channelSid?: unknown }): Sighting => [state, { id: payload?.channelSid }];

export const flex: Vendor<Actions> = {
  name: "flex",

  find: ({ Twilio }) => (Twilio as { FlexWebChat?: { Actions?: Actions } }).FlexWebChat?.Actions,

  tap(actions, { page, hear }) {
    hear(
      (event, listener: Listener) => {
        actions.addListener(event, listener);
        return () => actions.removeListener(event, listener);
      },
      {
        afterToggleChatVisibility: () => page.document.querySelector(WINDOW) && "opened",
        afterStartEngagement: "started",
        afterSendMessage: about("message_sent"),
        afterSendMediaMessage: about("message_sent"),
        afterRestartEngagement: "ended",
      },
    );
  },

  open: (actions, { document }) => document.querySelector(WINDOW) || actions.invokeAction("ToggleChatVisibility"),
};
