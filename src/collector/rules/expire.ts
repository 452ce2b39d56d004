/** Ends offers that nobody has seen in time, and says so. */
import type { Asked } from "./asked";
import type { Draft } from "./draft";
import type { Offer } from "./memory";

/** What was seen and not answered just ends: its page says so. */
export function expireOffers(asked: Asked, draft: Draft): void {
  const isOver = ({ answer, shownAt, over, expiresAt }: Offer) => !answer && !over && shownAt === undefined && expiresAt <= asked.now;
  if (!draft.offers.some(isOver)) return;
  draft.offers = draft.offers.map((offer) => {
    if (!isOver(offer)) return offer;
    const { id, map, channel: type, session } = offer;
    draft.decisions.push({
      key: `expired:${id}`, session, type: "action.blocked",
      data: { map, name: asked.rules.actionMaps.get(map)?.name ?? map, type, version: asked.version, reason: "expired", offer: id },
    });
    return { ...offer, over: true as const };
  });
}
