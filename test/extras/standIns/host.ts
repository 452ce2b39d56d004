/** Stand-ins for what an extra runs in, and for what an adapter tells: they write down what they hear. */
import { setMaxListeners } from "node:events";
import { expect, vi } from "vitest";
import marks from "../../../src/extras/marks";
import { nextId } from "../../sdk/fakes";
import type { ConsentState, ConversationData } from "../../../src/protocol/event";
import type { Audience } from "../../../src/extras/widgets/listen";
import type { Host, Noticing } from "../../../src/sdk/extras/host";

export interface HostStandIn extends Host {
  /** Stops tracking. */
  stop(): void;
  /** What the visitor allows; the test may change it. */
  allows: ConsentState;
  now: number;
  /** `state`, or `state agent`, of every event of a conversation in order. */
  told(): string[];
  /** The conversation of every event in order. */
  conversations(): string[];
  /** The vendors whose widgets were found, in order. */
  found(): string[];
  debug: ReturnType<typeof vi.fn<Host["debug"]>>;
  emit: ReturnType<typeof vi.fn<Host["emit"]>>;
  tell: ReturnType<typeof vi.fn<Host["tell"]>>;
  consent: ReturnType<typeof vi.fn<Host["consent"]>>;
}

const word = (state: string, agent?: string) => (agent ? `${state} ${agent}` : state);

export function createHost(): HostStandIn {
  const emit = vi.fn<Host["emit"]>();
  const dataOf = (noun: string) => emit.mock.calls.filter(([type]) => type.startsWith(`${noun}.`)).map(([type, told]) => ({ type, ...told }));
  const stopping = new AbortController();
  // All that listens in a page stops with it: browsers do not wonder at so many, Node does.
  setMaxListeners(0, stopping.signal);
  const host: HostStandIn = {
    options: {},
    signal: stopping.signal,
    stop: () => stopping.abort(),
    name: "parley:pk_test:c",
    allows: "granted",
    now: 1_000,
    consent: vi.fn(() => host.allows),
    moment: () => ({ at: host.now++, url: "https://shop.example/" }),
    newId: nextId,
    emit,
    tell: vi.fn<Host["tell"]>(),
    debug: vi.fn<Host["debug"]>(),
    bring: (async (name: string, noticing: Noticing) => {
      // What cannot be had, or does not start, is told to developers only.
      try {
        expect(name).toBe("marks");
        marks(host, noticing);
      } catch (error) {
        host.debug(error);
      }
    }) as Host["bring"],
    told: () => dataOf("conversation").map(({ type, agent }: { type: string; agent?: string }) => word(type.replace("conversation.", ""), agent)),
    conversations: () => dataOf("conversation").map((data) => (data as unknown as ConversationData).conversation),
    found: () => dataOf("widget").map((data) => (data as unknown as { vendor: string }).vendor),
  };
  return host;
}

export interface AudienceStandIn extends Audience {
  /** `state`, or `state agent`, of every sighting in order. */
  told(): string[];
  conversation: ReturnType<typeof vi.fn<Audience["conversation"]>>;
  debug: ReturnType<typeof vi.fn<Audience["debug"]>>;
}

export function createAudience(): AudienceStandIn {
  const conversation = vi.fn<Audience["conversation"]>();
  return {
    conversation,
    debug: vi.fn<Audience["debug"]>(),
    told: () => conversation.mock.calls.map(([state, { agent }]) => word(state, agent)),
  };
}
