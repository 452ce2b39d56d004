/** Keeps one offer to talk apart from what vendors tell of it again, or of windows that were no offer. */
export type OfferState = "offered" | "accepted" | "declined" | "ignored";

/** For the tables of `hear`: an offer is told once, and its answer once, and only while it is open. */
export function createOffer() {
  let isOpen = false;
  return (state: OfferState) => () => {
    const opens = state === "offered";
    if (opens === isOpen) return undefined;
    isOpen = opens;
    return state;
  };
}
