/**
 * Amazon Connect's hosted widget. Facts from its documentation and from public code of sites.
 *
 * `registerCallback` takes an object of handlers. Whether a second such object joins the first or takes its place is not
 * known, so this listens only where it is named; a site's own object that still waits in the snippet's queue is heard
 * through. `CHAT_ENDED` is also told where nothing had begun.
 */
import { slotsOf } from "../slot";
import type { Vendor } from "../vendor";

interface Told {
  chatDetails?: { contactId?: unknown };
}

interface AmazonConnect {
  (command: string, handlers: object): void;
  /** The snippet's queue, until the widget has come. */
  ac?: unknown[][];
}

export const amazonconnect: Vendor<AmazonConnect> = {
  name: "amazon-connect",
  isOptIn: true,

  find: ({ amazon_connect }) => typeof amazon_connect === "function" && (amazon_connect as AmazonConnect),

  tap(api, { hear }) {
    const waiting = api.ac?.find(([command]) => command === "registerCallback")?.[1] as object | undefined;
    const handlers = waiting ?? {};
    hear(slotsOf(handlers, ""), {
      CONNECTION_ESTABLISHED: (_event: string, told?: Told) => ["started", { id: told?.chatDetails?.contactId }],
      CHAT_ENDED: "ended",
    });
    if (!waiting) api("registerCallback", handlers);
  },
};
