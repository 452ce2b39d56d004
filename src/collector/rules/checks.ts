/** Why a map may not act now, if it may not. What depends on the other maps of the same moment comes after these. */
import { BLOCKED_REASONS, type ActionMap, type BlockedReason } from "../../protocol/rules";
import type { Asked } from "./asked";
import { isCapped } from "./caps";
import { isControl } from "./control";
import type { Draft } from "./draft";
import { isOffer, isOpenOffer } from "./offers";
import { isOpen } from "./schedule";

/** @returns the first of all reasons, in the order in which the reasons are checked; or `undefined` */
export function reasonAgainst(map: ActionMap, asked: Asked, draft: Draft): BlockedReason | undefined {
  const { rules, visit, visitor, now } = asked;
  if (isControl(map, visitor)) return "control_group";
  if (map.schedule && !isOpen(map.schedule, now)) return "outside_schedule";
  if (map.pages && !(visit && rules.fitsPage(map, visit))) return "page_conditions";
  // Nobody has told, so nobody is known to be free.
  if (map.agents && !((asked.agents(map.agents.queue) ?? 0) > 0)) return "no_agents";
  if (!isOffer(map.action)) return undefined;
  const memory = { offers: draft.offers, conversations: asked.memory.conversations };
  if (!map.ignoreCaps && isCapped(rules.set.caps, map.action.type, { memory, now })) return "frequency_cap";
  return draft.offers.some((offer) => isOpenOffer(offer, now)) ? "existing_offer" : undefined;
}

/** The reason's place in `VisitMemory.maps`, behind `HELD` and `ACTED`. */
export function toldBit(reason: BlockedReason): number {
  return 4 << BLOCKED_REASONS.indexOf(reason);
}
