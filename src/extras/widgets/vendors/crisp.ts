/**
 * Crisp. Facts from its documentation, from npm crisp-sdk-web 1.2.1, and from microsoft/clarity#979 on GitHub.
 *
 * There is one handler an event: a second `on` takes the place of the first, so this listens only where it is named, and
 * joins those of the site that still wait in the snippet's queue. `off` names an event and no handler, which may by then
 * be the site's: it is never called. There is no start and no end. Messages carry what was said, and are not read.
 */
import { chain } from "../slot";
import type { Vendor } from "../vendor";

interface Crisp {
  push(command: unknown[]): void;
  /** There since the widget has come; until then it is an array of commands. */
  get?(what: string): unknown;
}

export const crisp: Vendor<Crisp> = {
  name: "crisp",
  isOptIn: true,

  find: ({ $crisp }) => typeof ($crisp as Crisp).push === "function" && ($crisp as Crisp),

  tap(api, { page, hear }) {
    const told = () => ({ id: (page.$crisp as Crisp).get?.("session:identifier") });
    hear(
      (event, handler) => {
        const waiting = Array.isArray(api) && (api as unknown[][]).find(([on, name]) => on === "on" && name === event);
        if (waiting) return chain(waiting, "2", handler);
        return void api.push(["on", event, handler]);
      },
      {
        "chat:opened": "opened",
        "message:sent": () => ["message_sent", told()],
        "message:received": () => ["message_received", told()],
      },
    );
  },

  open: (_api, page) => (page.$crisp as Crisp).push(["do", "chat:open"]),
};
