/** Has the extra for pushes loaded once a conversation of the visitor is under way, and the one for offers once one waits, on this page or in another tab. */
import type { Host } from "../../sdk/extras/host";
import type { Guard } from "../widgets/guard";

/** In the story of a conversation: begun, and nothing after it that is an end. */
const LIVE = /(start|accept)ed"(,"[^e]\w+")*]/;

/** In what all tabs know of decisions: an offer for whichever of them is looked at. */
const WAITING = '"push"';

export function summon({ name, consent, bring, signal }: Host, guard: Guard): void {
  const look = guard(() => {
    if (consent() !== "granted") return;
    if (LIVE.test(localStorage.getItem(name)!)) void bring("pushes");
    if (localStorage.getItem(name.replace(/c$/, "o"))?.includes(WAITING)) void bring("offers");
  });
  addEventListener("storage", look, { signal });
  // A story is written down before it is told.
  for (const state of ["started", "accepted"]) document.addEventListener(`pe:conversation.${state}`, look, { signal });
  look();
}
