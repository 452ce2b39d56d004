/** A stand-in for Zoho SalesIQ: what its snippet defines, and the API of one handler an event that comes later. */
type Handler = (...told: unknown[]) => unknown;
type Area = { [register: string]: (handler?: unknown) => void };

export interface ZohoStandIn {
  $zoho: { salesiq: { ready?: unknown; visitor?: Area; chat?: Area; floatwindow?: Area } };
  /** The API comes, and `ready` is called. */
  load(): void;
  /** @returns what the handler returned */
  fire(event: string, ...told: unknown[]): unknown;
  /** How often it was opened by the page. */
  shown(): number;
}

export function createZoho(): ZohoStandIn {
  const slots: { [event: string]: Handler } = {};
  let shown = 0;
  const area = (name: string, events: string[]): Area =>
    Object.fromEntries(
      events.map((event) => [
        event,
        (handler: unknown) => {
          if (typeof handler !== "function") throw new Error("This would end the visitor's chat");
          slots[`${name}.${event}`] = handler as Handler;
        },
      ]),
    );
  const $zoho: ZohoStandIn["$zoho"] = { salesiq: { ready() {} } };
  return {
    $zoho,
    load() {
      const { salesiq } = $zoho;
      salesiq.visitor = area("visitor", ["chat", "missed"]);
      salesiq.chat = area("chat", ["attend", "agentMessage", "complete"]);
      salesiq.floatwindow = { ...area("floatwindow", ["open", "close"]), visible: (how) => void (how === "show" && shown++) };
      if (typeof salesiq.ready === "function") salesiq.ready({});
    },
    fire: (event, ...told) => slots[event]?.(...told),
    shown: () => shown,
  };
}
