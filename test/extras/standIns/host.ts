/** A stand-in for the core: it writes down what an extra tells it. */
import { vi } from "vitest";
import type { Host } from "../../../src/sdk/extras/host";

export interface HostStandIn extends Host {
  /** `state`, or `state agent`, of every sighting in order. */
  told(): string[];
  debug: ReturnType<typeof vi.fn<Host["debug"]>>;
  conversation: ReturnType<typeof vi.fn<Host["conversation"]>>;
}

export function createHost(): HostStandIn {
  const conversation = vi.fn<Host["conversation"]>();
  return {
    conversation,
    debug: vi.fn<Host["debug"]>(),
    told: () => conversation.mock.calls.map(([state, { agent }]) => (agent ? `${state} ${agent}` : state)),
  };
}
