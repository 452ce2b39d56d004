/** Offers as they are remembered: which are open, what is heard of them, and which are kept. */
import { OFFER_STATES, type Action, type OfferAction, type OfferChannel, type OfferState } from "../../protocol/rules";
import type { Memory, Offer, OfferAnswer, Word } from "./memory";

/** Most that are kept whatever became of them; besides, of each channel, the last that was seen and the last that was declined. */
export const OFFERS = 5;
const CHANNELS: readonly OfferChannel[] = ["chat", "messaging", "content"];

/** Is this something to show? */
export function isOffer(action: Action): action is OfferAction {
  return (CHANNELS as readonly string[]).includes(action.type);
}

/** On its way to the page, or seen there, and not answered. */
export function isOpenOffer({ answer, expiresAt }: Offer, now: number): boolean {
  return !answer && now < expiresAt;
}

/** When an offer of the channel was last seen: it may be open still. */
export function lastShownAt({ offers }: Pick<Memory, "offers">, channel: OfferChannel): number | undefined {
  return latest(offers, channel, ({ shownAt }) => shownAt);
}

/** When an offer of the channel was last declined. */
export function lastDeclinedAt({ offers }: Pick<Memory, "offers">, channel: OfferChannel): number | undefined {
  return latest(offers, channel, declinedAt);
}

const declinedAt = ({ answer }: Offer) => (answer?.state === "declined" ? answer.at : undefined);

function latest(offers: Offer[], channel: OfferChannel, timeOf: (offer: Offer) => number | undefined): number | undefined {
  const times = offers.filter((offer) => offer.channel === channel).map(timeOf).filter((time) => time !== undefined);
  return times.length ? Math.max(...times) : undefined;
}

/** Takes a new one, and lets those go that nothing asks for any more. */
export function addOffer(offers: Offer[], offer: Offer): Offer[] {
  const all = [offer, ...offers];
  if (all.length <= OFFERS) return all;
  const lasting = new Set(CHANNELS.flatMap((channel) => [lastShownAt({ offers: all }, channel), lastDeclinedAt({ offers: all }, channel)]));
  const isLasting = (one: Offer) => (one.shownAt !== undefined && lasting.has(one.shownAt)) || (one.answer?.state === "declined" && lasting.has(one.answer.at));
  return all.filter((one, i) => i < OFFERS || isLasting(one)).slice(0, OFFERS + 2 * CHANNELS.length);
}

/** What a word says of an offer, if it does: `conversation.declined`, `content.declined`, or of a page that could not show it. */
function stateIn({ type, data }: Word): OfferState | undefined {
  if (type === "action.blocked") return data.reason === "expired" ? "expired" : "failed";
  const [noun, state] = type.split(".");
  return noun === "conversation" || noun === "content" ? OFFER_STATES.find((known) => known === state && known !== "qualified") : undefined;
}

/** An offer was seen by whoever has answered it; of one that failed, or was blocked, nobody can tell. */
const isSeen = (state: OfferState, { type }: Word) => state !== "failed" && type !== "action.blocked";

/** Takes a word into the offer that it is about. The earliest answer counts, so that order and repetition change nothing. */
export function hearOffer(offers: Offer[], word: Word): Offer[] {
  const state = stateIn(word);
  const before = state && offers.find(({ id }) => id === word.data.offer);
  if (!before) return offers;
  const after = answered(seen(before, word, state), word, state);
  return after === before ? offers : offers.map((offer) => (offer === before ? after : offer));
}

function seen(offer: Offer, word: Word, state: OfferState): Offer {
  if (!isSeen(state, word) || (offer.shownAt !== undefined && offer.shownAt <= word.at)) return offer;
  return { ...offer, shownAt: word.at };
}

function answered(offer: Offer, { id, at }: Word, state: OfferState): Offer {
  if (state === "qualified" || state === "offered") return offer;
  const { answer } = offer;
  if (answer && (answer.at < at || (answer.at === at && answer.word <= id))) return offer;
  return { ...offer, answer: { state: state satisfies OfferAnswer, at, word: id } };
}
