/**
 * Dixa Messenger. Facts from its documentation.
 *
 * Handlers add up and can be taken out one by one. A message is told without saying whose it is in a way that is
 * documented, and is not told here.
 */
import type { Vendor } from "../vendor";

interface Told {
  conversationId?: unknown;
  name?: unknown;
}

type Handler = (told?: Told | boolean) => void;

interface Dixa {
  addListener(event: string, handler: Handler): void;
  removeListener(event: string, handler: Handler): void;
  invoke(command: string, value: boolean): void;
}

export const dixa: Vendor<Dixa> = {
  name: "dixa",

  find: ({ _dixa_ }) => typeof (_dixa_ as Dixa).addListener === "function" && (_dixa_ as Dixa),

  tap(api, { hear }) {
    hear(
      (event, handler: (told: Told) => void) => {
        api.addListener(`on-${event}`, handler as Handler);
        return () => api.removeListener(`on-${event}`, handler as Handler);
      },
      {
        "widget-open-changed": (isOpen) => (isOpen as unknown) === true && "opened",
        "conversation-started": (told) => ["started", { id: told?.conversationId }],
        "agent-assigned": (agent) => ["connected", { agent: agent?.name }],
        "conversation-ended": (told) => ["ended", { id: told?.conversationId }],
      },
    );
  },

  open: (api) => api.invoke("setWidgetOpen", true),
};
