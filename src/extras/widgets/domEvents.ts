/** How vendors are heard that tell by events of window or document, where nobody's listener is in anybody's way. */
import type { Ear } from "./vendor";

/** For `hear`: handlers are called with what an event carries. */
export const domEvents =
  <Detail>(target: EventTarget, { signal }: Pick<Ear, "signal">) =>
  (event: string, handler: (detail: Detail) => void) =>
    target.addEventListener(event, (told) => handler((told as CustomEvent<Detail>).detail), { signal });
