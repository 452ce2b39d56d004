/** Tells webhooks what happens: each has a lane of its own, so that one that is slow or down holds up nobody else. */
import { setMaxListeners } from "node:events";
import type { Store } from "../store/store";
import type { Delivery, Outcome, Webhook } from "../store/webhookStore";
import type { Deliver } from "./deliver";
import { toMessage } from "./message";
import { say } from "./say";
import { judge, type Verdict } from "./schedule";

export interface CourierDependencies {
  store: Pick<Store, "activeWebhooks" | "dueDeliveries" | "settleDelivery" | "onWork">;
  deliver: Deliver;
  now: () => number;
  random?: () => number;
  /** Hears what came of each attempt, when that is on disk. */
  told?: (result: Verdict["result"]) => void;
  /** Hears why something could not be read or written; it is tried again. */
  failed: (problem: unknown) => void;
}

export interface Courier {
  /** Sends what is due, and settles when nothing is. */
  run(): Promise<void>;
  /** Sends what is due from now on, as it comes. */
  start(): void;
  /** Gives up what is under way: the next start sends it again. */
  stop(): Promise<void>;
}

interface Lane {
  /** How many may be under way at once: more with each that arrives, fewer with each that does not. */
  width: number;
  /** How many are. */
  open: number;
  /** Which are, and which have come back and are not written down yet: nobody sends them again meanwhile. */
  underWay: Set<number>;
  /** After something could not be read or written, or the same would be sent over and over. */
  restUntil: number;
}

/** Most requests that one webhook gets at once. */
const WIDEST = 8;
const LOOK_MS = 1_000;
/** Events that come together are looked at together. */
const LINGER_MS = 20;
const REST_MS = 60_000;

export function createCourier({ store, deliver, now, random = Math.random, told = () => {}, failed }: CourierDependencies): Courier {
  const lanes = new Map<string, Lane>();
  const carrying = new Set<Promise<void>>();
  const stopping = new AbortController();
  // One for each request that is under way.
  setMaxListeners(0, stopping.signal);
  let looking: Promise<void> | undefined;
  /** Who is looked at next: some of whom something came back, or all. */
  const asked = new Set<string>();
  let isEverybodyAsked = false;
  let timers: NodeJS.Timeout[] = [];
  let stopListening = () => {};

  const laneOf = (id: string): Lane => {
    const lane = lanes.get(id) ?? { width: WIDEST / 2, open: 0, underWay: new Set(), restUntil: 0 };
    lanes.set(id, lane);
    return lane;
  };
  const rest = (lane: Lane, problem: unknown) => {
    lane.restUntil = now() + REST_MS;
    failed(problem);
  };

  const carry = async (webhook: Webhook, { n, attempts, event }: Delivery): Promise<Outcome | undefined> => {
    const attempt = await deliver({ ...toMessage(webhook, event, now()), signal: stopping.signal });
    if (stopping.signal.aborted) return undefined;
    const verdict = judge({ attempt, attempts: attempts + 1, now: now(), random: random() });
    return { ...verdict, webhook, n, said: say(attempt), ...("status" in attempt && { status: attempt.status }), now: now() };
  };

  const settle = async (lane: Lane, outcome: Outcome | undefined) => {
    if (!outcome) return;
    const { result, quietUntil, webhook } = outcome;
    if (result === "delivered") {
      lane.width = Math.min(lane.width + 1, WIDEST);
      // Whoever has had one can have the next, before that is written down.
      lane.open--;
      void look(webhook.id);
      await store.settleDelivery(outcome);
    } else {
      // Here the store must know first whether it is to hear anything at all.
      lane.width = quietUntil || result === "gone" ? 1 : Math.ceil(lane.width / 2);
      await store.settleDelivery(outcome).finally(() => lane.open--);
    }
    told(result);
  };

  const begin = (webhook: Webhook, lane: Lane, delivery: Delivery) => {
    lane.underWay.add(delivery.n);
    lane.open++;
    const carried = carry(webhook, delivery)
      .then((outcome) => settle(lane, outcome))
      .catch((problem: unknown) => rest(lane, problem))
      .finally(() => {
        lane.underWay.delete(delivery.n);
        carrying.delete(carried);
        void look(webhook.id);
      });
    carrying.add(carried);
  };

  const serve = async (webhook: Webhook) => {
    const { site, id, quietUntil } = webhook;
    const lane = laneOf(id);
    const limit = lane.width - lane.open;
    if (limit <= 0 || now() < Math.max(quietUntil, lane.restUntil)) return;
    const { deliveries, isBehind } = await store.dueDeliveries({ site, id, now: now(), limit, except: lane.underWay });
    for (const delivery of deliveries) begin(webhook, lane, delivery);
    if (isBehind && deliveries.length < limit) asked.add(id);
  };

  const lookOnce = async () => {
    const webhooks = await store.activeWebhooks();
    const turn = webhooks.filter(({ id }) => isEverybodyAsked || asked.has(id));
    asked.clear();
    isEverybodyAsked = false;
    const ids = new Set(webhooks.map(({ id }) => id));
    for (const [id, { underWay }] of lanes) if (!ids.has(id) && !underWay.size) lanes.delete(id);
    for (const webhook of turn) await serve(webhook).catch((problem: unknown) => rest(laneOf(webhook.id), problem));
  };
  const lookOn = async () => {
    try {
      while ((isEverybodyAsked || asked.size) && !stopping.signal.aborted) {
        await lookOnce();
        // Everybody else is served between two parts of a long log.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (problem) {
      failed(problem);
    }
    looking = undefined;
  };
  /** One look at a time, or two would send the same. */
  const look = async (id?: string): Promise<void> => {
    if (stopping.signal.aborted) return;
    if (id === undefined) isEverybodyAsked = true;
    else asked.add(id);
    await (looking ??= lookOn());
  };

  return {
    async run() {
      await look();
      while (carrying.size || looking) await Promise.all([...carrying, looking]);
    },
    start() {
      let waiting: NodeJS.Timeout | undefined;
      const soon = () => {
        waiting ??= setTimeout(() => {
          waiting = undefined;
          void look();
        }, LINGER_MS).unref();
      };
      stopListening = store.onWork(soon);
      timers = [setInterval(() => void look(), LOOK_MS).unref()];
      void look();
    },
    async stop() {
      stopListening();
      timers.forEach(clearInterval);
      stopping.abort();
      await Promise.all([...carrying, looking]);
    },
  };
}
