/**
 * Zoho SalesIQ. Facts from its documentation; that one handler takes the place of another is assumed.
 *
 * Handlers are given to functions of the API, most likely one an event, from `$zoho.salesiq.ready` on, which is a slot
 * itself. Where that is still to come, ours are given first, and what the site gives later is joined to them. Where it
 * has been, the site may have handlers that nobody can see: then only what it gives from now on is heard through.
 * `chat.complete()` without a handler ends the visitor's chat: none is ever called without.
 */
import { chain, join } from "../slot";
import type { Vendor } from "../vendor";

interface Told {
  attendername?: unknown;
}

type Handler = (visit?: unknown, told?: Told) => void;
/** Some of it comes only with the widget. */
type SalesIq = { [area: string]: { [register: string]: (handler: Handler | string) => void } };

export const zoho: Vendor<SalesIq> = {
  name: "zoho",

  find: ({ $zoho }) => ($zoho as { salesiq: SalesIq }).salesiq,

  tap(api, { hear, guard }) {
    const isNew = !api.visitor;
    const listen = () =>
      hear(
        (event, handler: Handler) => {
          const [area, register] = event.split(".") as [string, string];
          const off = chain(api[area]!, register, (args) => {
            if (typeof args[0] === "function") args[0] = join(handler, args[0]);
          });
          if (isNew) api[area]![register]!(() => {});
          return off;
        },
        {
          "floatwindow.open": "opened",
          "visitor.chat": (id) => ["started", { id }],
          "chat.attend": (id, told) => ["connected", { id, agent: told?.attendername }],
          "chat.agentMessage": (id) => ["message_received", { id, by: "agent" }],
          "chat.complete": (id) => ["ended", { id }],
        },
      );
    if (!isNew) return void listen();
    const leave = chain(
      api,
      "ready",
      guard(() => {
        leave();
        listen();
      }),
    );
    return leave;
  },

  open: (api) => api.floatwindow!.visible!("show"),
};
