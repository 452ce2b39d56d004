/** Reads what rules have decided for a visitor, as far as their pages may hear of it and have not taken it up. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { RulePush } from "../../protocol/push";
import type { ActionQualified, OfferAction } from "../../protocol/rules";
import type { Recognition } from "./recognition";
import type { RuleState } from "./ruleStates";
import type { Running } from "./running";

export interface RulePushQuery {
  site: string;
  /** As a page knows them: they may stand for another. */
  visitor: string;
  /** The collector's clock. */
  now: number;
}

/** What rules say to a page. */
export interface RulePushes {
  pushes: RulePush[];
  /** Could the site make an offer? Then its pages should not wait for long before they tell what happens. */
  isOffering: boolean;
}

/** What was decided this long ago is still news: the page may have been on its way. Offers are as long as they can be shown. */
const RECENT_MS = 60_000;

interface Row {
  type: RulePush["type"];
  at: number;
  data: string;
}

export function createRulePushes(database: DatabaseSyncInstance, running: Running, recognition: Pick<Recognition, "standing">): (query: RulePushQuery) => RulePushes {
  const remembered = database.prepare("SELECT state FROM rule_states WHERE site = ? AND person = ?");
  const decided = database.prepare("SELECT type, at, data FROM events WHERE site = ? AND id = ?");

  return ({ site, visitor, now }) => {
    const rules = running.get(site)?.compiled;
    if (!rules) return { pushes: [], isOffering: false };
    const isOffering = rules.set.actionMaps.some(({ active = true, action }) => active && isOffer(action.type));
    const standing = recognition.standing(site, visitor);
    const row = standing.isOver ? undefined : (remembered.get(site, standing.visitor) as { state: string } | undefined);
    if (!row) return { pushes: [], isOffering };
    const { told, memory } = JSON.parse(row.state) as RuleState;

    /** Every decision has its word; this is where a page hears none of what it must not. */
    const toPush = (id: string): RulePush[] => {
      const { type, at, data } = (decided.get(site, id) ?? {}) as Partial<Row>;
      if (data === undefined || at === undefined) return [];
      const push = { id, type, at, data: JSON.parse(data) as unknown } as RulePush;
      const isRecent = now - at <= RECENT_MS;
      if (push.type === "segment.matched") return isRecent && rules.segments.get(push.data.segment)?.tellPage ? [push] : [];
      if (push.type === "outcome.achieved") return isRecent && rules.outcomes.get(push.data.outcome)?.tellPage ? [push] : [];
      if (!isOffer(push.data.type)) return [];
      if (push.type === "action.blocked") return isRecent ? [push] : [];
      const isOpen = memory.offers.some((offer) => offer.id === id && !offer.answer && offer.shownAt === undefined && offer.expiresAt > now);
      return isOpen && hasAction(push.data) ? [push] : [];
    };
    // As it happened.
    return { pushes: told.map(([id]) => id).reverse().flatMap(toPush), isOffering };
  };
}

const isOffer = (type: string) => type === "chat" || type === "messaging" || type === "content";
const hasAction = (data: ActionQualified): data is ActionQualified & { action: OfferAction } => "action" in data;
