/** What is known of vendors' widgets, played by stand-ins: none of this is a vendor's code. */
import type { ConversationState } from "../../../src/protocol/event";
import type { Vendor } from "../../../src/extras/widgets/vendor";
import type { PageStandIn } from "../standIns/page";

/** What nobody but visitor and agent may ever read: payloads carry it wherever a vendor's carry what was said, and by whom. */
export const SECRET = "canary-words canary@example.com +49 30 901820";

/** How a vendor calls a handler with what it tells; a test may change that on the way. */
export type Wrap = <Payload>(payload: Payload) => Payload;

/** Something that happens in the widget. */
export interface Step {
  what: string;
  /** @param wrap to be applied to whatever the vendor calls handlers with */
  happen(wrap: Wrap): void;
  /** What it is worth when it happens in its place, with facts of it: of the events' data, `conversation` for the id. */
  tells: (ConversationState | [state: ConversationState, facts: { conversation?: string; agent?: string; queue?: string; by?: string; channel?: string }])[];
  /** Does it alone show that a visitor has begun to talk? */
  begins?: true;
}

/** A page with the vendor's widget on it. */
export interface Stage {
  /** The vendor's script comes, and with it its API: what its snippet had queued is done. */
  arrive(): void;
  steps: Step[];
  /** The site listens to something that happens in `steps`, the way the vendor's documentation shows; missing where a site cannot. */
  siteListens?(heard: () => void): void;
  /** There is room for one handler of the site only: its second takes the place of its first. */
  isSlot?: true;
  /** Handlers that the adapter has added and not taken out again: asked where the vendor lets them be taken out. */
  handlers?(): number;
  /** How often the widget was shown by the page. */
  shown?(): number;
}

export interface Contract {
  vendor: Pick<Vendor, "name" | "channel" | "isOptIn"> & { open?: unknown };
  /** `run`: the vendor's own code in a browser, by a spec in e2e/. Or the vendor's types or loader from npm, documentation, source; or code of third parties. */
  proof: "run" | "types" | "documentation" | "source" | "third parties";
  /** Puts on the page what the site's HTML does, before the vendor's script has come. */
  create(page: PageStandIn): Stage;
}

/** An emitter as vendors have them: handlers run in a row, and one that throws ends the row. */
export function createEmitter<Args extends unknown[] = [told?: unknown]>() {
  const handlers = new Map<string, ((...args: Args) => unknown)[]>();
  return {
    on: (event: string, handler: (...args: Args) => unknown) => void handlers.set(event, [...(handlers.get(event) ?? []), handler]),
    off: (event: string, handler: (...args: Args) => unknown) => void handlers.set(event, (handlers.get(event) ?? []).filter((one) => one !== handler)),
    fire: (event: string, ...args: Args) => (handlers.get(event) ?? []).forEach((handler) => handler(...args)),
    count: () => [...handlers.values()].flat().length,
  };
}

/** For vendors that tell by events of window or document: `happen` of a step. */
export const tellBy = (target: EventTarget) => (event: string, detail: unknown) => (wrap: Wrap) => void target.dispatchEvent(new CustomEvent(event, { detail: wrap(detail) }));
