/** The lazy bundle that tells pages what rules have decided for their visitor, and shows what they offer. */
import type { RulePush } from "../protocol/push";
import type { BlockedReason } from "../protocol/rules";
import type { Extras, Host } from "../sdk/extras/host";
import { createDoors } from "./offers/doors";
import { createMemory } from "./offers/memory";
import type { Waiting } from "./offers/memory";
import { show } from "./offers/showing";
import type { Showing } from "./offers/showing";
import { createGuard } from "./widgets/guard";

/** Of an offer that does not say until when it holds. */
const HOLDS_MS = 300_000;
/** While one waits: whether it is over, and whether this tab can show it. */
const LOOK_MS = 1_000;
/** The longest that timers know. */
const TIMER_MS = 2 ** 31 - 1;

const begin = (host: Host): ((decided: RulePush[] | undefined) => void) => {
  const { name, options, consent, moment, tell, emit, debug, signal } = host;
  const guard = createGuard(signal, debug);
  // All tabs keep their keys under the site's.
  const site = name.slice(0, -1);
  const memory = createMemory(site);
  const doors = createDoors(host);
  const isAllowed = () => consent("messaging") === "granted";
  const isSeen = () => !isGone && !document.hidden && !signal.aborted;

  /** What came to this tab: where nobody can show it, this tab says so. */
  const mine = new Set<string>();
  let showing: Showing | undefined;
  let isGone = false;
  let place = location.pathname;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;

  const block = ({ push: { id, data: { map, name: called, type, version } } }: Waiting, reason: BlockedReason) => {
    if (memory.claim(id)) emit("action.blocked", { map, name: called, type, version, reason, offer: id }, moment());
  };
  const own = () => memory.waiting().filter(({ push }) => mine.has(push.id));

  /** Shows what waits, one after the other; as long as it does, no other tab may. */
  const run = async (turn?: Lock | null): Promise<void> => {
    for (let waiting; turn !== null && isSeen() && (waiting = memory.waiting()[0]); ) {
      const { push, until } = waiting;
      const { action } = push.data;
      const hasDoor = action.type === "content" || (isAllowed() && (await doors.wait(action)));
      // Another tab may go on.
      if (!isSeen()) return;
      const leftMs = until - moment().at;
      const reason = leftMs <= 0 ? "expired" : !isAllowed() ? "consent" : !hasDoor && "no_widget";
      if (reason) block(waiting, reason);
      else if (memory.claim(push.id)) {
        const shown = (showing = show(push, host, doors));
        const expiry = setTimeout(guard(() => shown.end("expired")), Math.min(leftMs, TIMER_MS));
        await shown.over;
        clearTimeout(expiry);
        showing = undefined;
      }
    }
  };
  const alone = async () => {
    try {
      await navigator.locks.request(`${site}o`, { ifAvailable: true }, run);
    } catch {
      // Some browsers have none, and some refuse them together with storage.
      await run();
    }
  };
  const look = guard((): void => {
    clearTimeout(timer);
    const now = moment().at;
    for (const waiting of own()) if (waiting.until <= now) block(waiting, "expired");
    // Another tab may have reset the visitor.
    if (showing && !memory.knows(showing.id)) showing.end();
    if (!memory.waiting()[0]) return;
    timer = setTimeout(look, LOOK_MS);
    if (isBusy || !isSeen()) return;
    isBusy = true;
    alone().catch(debug).finally(() => (isBusy = false));
  });
  /** The page is left, and what was meant for it is over. */
  const leave = () => {
    showing?.end("ignored");
    own().forEach((waiting) => block(waiting, "page_left"));
  };

  document.addEventListener("pe:*", guard((event: Event) => {
    const { type } = (event as CustomEvent<{ type: string }>).detail;
    if (type === "page.viewed" && place !== (place = location.pathname)) leave();
    if (type === "consent.changed" && !isAllowed()) showing?.end("ignored");
    if (type === "identity.reset") {
      // Whatever is told from now on is somebody else's.
      showing?.end();
      memory.forget();
    }
  }), { signal });
  addEventListener("storage", look, { signal });
  addEventListener("pagehide", guard(() => {
    isGone = true;
    leave();
    look();
  }), { signal });
  addEventListener("pageshow", guard(() => {
    isGone = false;
    look();
  }), { signal });
  document.addEventListener("visibilitychange", look, { signal });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    showing?.end();
  });

  return guard((decided = []) => {
    if (consent() !== "granted") return;
    for (const push of memory.take(decided)) {
      const { id, type, at, data } = push;
      tell({ id, type, at, url: "", data: Object.freeze({ ...data }) });
      if (type !== "action.qualified" || options.offers === false) continue;
      mine.add(id);
      // By this browser's clock: the collector's may be another.
      memory.wait({ push, until: moment().at + ((data.expiresAt ?? at + HOLDS_MS) - at) });
    }
    look();
  });
};

const running = new WeakMap<Host, ReturnType<typeof begin>>();

const offers: Extras["offers"] = (host, decided) => {
  let take = running.get(host);
  // The page may have stopped tracking while this was on its way.
  if (!take) running.set(host, (take = begin(host)));
  take(decided);
};

export default offers;
