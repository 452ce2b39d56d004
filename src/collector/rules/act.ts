/** Lets maps act, or says why they may not: of several offers at one moment the heaviest is made. */
import { RULES, type ActionQualified, type BlockedReason } from "../../protocol/rules";
import { hasActed, waitFor } from "./arm";
import { valueOf, type Asked } from "./asked";
import { isActive, isForAnother, type Attempt } from "./attempt";
import { reasonAgainst, toldBit } from "./checks";
import type { Draft, VisitDraft } from "./draft";
import { durationMs } from "./duration";
import { ACTED } from "./memory";
import { addOffer, isOffer } from "./offers";

const WEIGHT = 2;
const EXPIRES = "5m";

/** What is asked, and what has been written so far. */
interface Turn {
  asked: Asked;
  draft: Draft;
}

/** Tries all that are to act at one moment. */
export function tryMaps(attempts: readonly Attempt[], asked: Asked, draft: Draft): void {
  const offers: Attempt[] = [];
  for (const attempt of attempts) {
    const { map, place } = attempt;
    if (hasActed(map, { acted: draft.acted, ...(place && { here: place }) }) || isMade(attempt, asked, draft)) {
      attempt.waits?.drop(map.id);
      continue;
    }
    const isHere = place !== undefined && place === draft.here;
    const turn = { asked: isHere ? asked : { ...asked, visit: undefined }, draft };
    const reason = isOffer(map.action) && !(isHere && isActive(asked)) ? "page_left" : reasonAgainst(map, turn.asked, draft);
    if (reason) refuse(attempt, reason, turn);
    else if (isOffer(map.action)) offers.push(attempt);
    else act(attempt, turn);
  }
  if (offers.length === 0) return;
  const best = heaviest(offers, asked);
  for (const attempt of offers) {
    if (attempt === best) act(attempt, { asked, draft });
    else refuse(attempt, "outweighed", { asked, draft });
  }
}

const keyOf = ({ map: { id }, of }: Attempt) => `action:${id}${of && `:${of}`}`;

/** The same thing may be told of more than once. */
const isMade = (attempt: Attempt, { idOf }: Asked, { offers }: Draft) => isOffer(attempt.map.action) && offers.some(({ id }) => id === idOf(keyOf(attempt)));

function heaviest(attempts: readonly Attempt[], { rules }: Asked): Attempt {
  const placeOf = ({ map }: Attempt) => rules.set.actionMaps.findIndex(({ id }) => id === map.id);
  const weightOf = ({ map: { weight = WEIGHT } }: Attempt) => weight;
  return attempts.reduce((best, one) => (weightOf(one) - weightOf(best) || placeOf(best) - placeOf(one)) > 0 ? one : best);
}

/** Each reason is told once a visit. What can pass is waited for, as long as there is somebody to show it to. */
function refuse(attempt: Attempt, reason: BlockedReason, { asked, draft }: Turn): void {
  const { map, of, place, session, waits } = attempt;
  const { id, name, action: { type } } = map;
  if (!isTold(id, reason, place)) {
    if (place) mark(place, id, toldBit(reason));
    draft.decisions.push({
      key: `blocked:${id}:${place?.session ?? of}:${reason}`, ...(session !== undefined && { session }), type: "action.blocked",
      data: { map: id, name, type, version: asked.version, reason },
    });
  }
  const canPass = reason !== "control_group" && place !== undefined && place === draft.here && isActive(asked) && (isForAnother(map) || asked.answer.actionMaps.has(id));
  if (canPass && isWaitingHere(attempt)) return;
  waits?.drop(id);
  if (canPass) place.waits.set(id, waitFor(of, place));
}

/** Does it wait for a reason to pass already? */
function isWaitingHere({ map: { id }, place, waits }: Attempt): boolean {
  const wait = waits === place?.waits ? waits?.get(id) : undefined;
  return wait !== undefined && wait.until === undefined && !wait.page;
}

const bitsOf = (place: VisitDraft, id: string) => place.maps.get(id) ?? 0;
const mark = (place: VisitDraft, id: string, bit: number) => place.maps.set(id, bitsOf(place, id) | bit);
const isTold = (id: string, reason: BlockedReason, place: VisitDraft | undefined) => place !== undefined && (bitsOf(place, id) & toldBit(reason)) !== 0;

function act(attempt: Attempt, { asked, draft }: Turn): void {
  const { map: { id, name, repeats, action, expires = EXPIRES }, place, session, waits } = attempt;
  const key = keyOf(attempt);
  waits?.drop(id);
  if (place) mark(place, id, ACTED);
  if (repeats === "contact") draft.acted = withoutLost([...draft.acted, id], asked);
  const data: ActionQualified = { map: id, name, type: action.type, version: asked.version };
  const head = { key, ...(session !== undefined && { session }), type: "action.qualified" as const };
  if (!isOffer(action)) {
    const told = action.type === "tag" ? { tag: action.tag } : { webhook: action.webhook, ...fieldsOf(attempt, asked) };
    draft.decisions.push({ ...head, data: { ...data, ...told } });
  } else if (place) {
    const expiresAt = asked.now + durationMs(expires)!;
    draft.decisions.push({ ...head, data: { ...data, expiresAt, action } });
    draft.offers = addOffer(draft.offers, { id: asked.idOf(key), map: id, channel: action.type, session: place.session, at: asked.now, expiresAt });
  }
}

/** Maps come and go with versions; of those that are gone no more are remembered than a set may have. */
function withoutLost(acted: string[], { rules }: Asked): string[] {
  return acted.length > RULES.actionMaps ? acted.filter((id) => rules.actionMaps.has(id)) : acted;
}

/** What has just happened says something of what a webhook is told for only where it is what the map acts for. */
function fieldsOf({ map: { action }, waits }: Attempt, { cause, ...rest }: Asked): Pick<ActionQualified, "fields"> {
  if (action.type !== "webhook" || !action.data) return {};
  const known = { ...rest, cause: waits ? undefined : cause };
  return {
    fields: Object.fromEntries(Object.entries(action.data).flatMap(([name, field]) => {
      const value = valueOf(known, field);
      return value === undefined ? [] : [[name, value]];
    })),
  };
}
