/** Lets the page's listeners take an offer over, as it is told to them: the event that they get can be prevented and answered. */
import type { OfferControl } from "../../sdk/types";

/**
 * @param names of the events by which it is told
 * @param announce tells it, at once
 * @returns does the page show it itself?
 */
export function handOver(names: string[], announce: () => void, answers: Omit<OfferControl, "preventDefault">): boolean {
  let isTaken = false;
  const preventDefault = () => void (isTaken = true);
  // Before any listener of the page: what they get is a copy for all that listen to that name.
  const equip = (event: Event) => {
    Object.assign((event as CustomEvent<object>).detail, answers, { preventDefault });
    // For tag managers, who listen to the document. Defined, as some pages freeze what the browser brings.
    Object.defineProperty(event, "preventDefault", { value: preventDefault });
  };
  for (const name of names) window.addEventListener(`pe:${name}`, equip, true);
  announce();
  for (const name of names) window.removeEventListener(`pe:${name}`, equip, true);
  return isTaken;
}
