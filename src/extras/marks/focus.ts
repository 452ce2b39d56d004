/** Notices that the visitor turns to a chat in a frame of another website, of which nothing else can be seen from here. */
import type { Running } from "../../sdk/extras/host";
import { attribute, fits } from "./element";
import type { Guard } from "../widgets/guard";
import { vendorAt } from "./hosts";
import { MARK, readMark } from "./marks";

/** A press this short a time ago is what has moved the focus. */
const PRESS_MS = 1_000;
/** For so long browsers remember a press, wherever it was: https://html.spec.whatwg.org/#transient-activation-duration */
const ACTIVE_MS = 5_000;
/** Frames of other processes tell of a press a little later than of the focus. */
const SETTLE_MS = 100;

export function captureFocus(guard: Guard, observe: Running["observe"], signal: AbortSignal): void {
  let pressedAt = -ACTIVE_MS;
  const told = new WeakSet<Element>();

  const look = guard((at: number) => {
    let frame = document.activeElement;
    while (frame?.shadowRoot?.activeElement) frame = frame.shadowRoot.activeElement;
    if (!frame || !fits(frame, "iframe") || told.has(frame) || !navigator.userActivation?.isActive) return;
    // The browser remembers a press in this page: what took the focus since may have been the widget itself.
    if (at - pressedAt > PRESS_MS && at - pressedAt < ACTIVE_MS) return;
    const vendor = vendorAt(attribute(frame, "src"));
    if (!vendor && !fits(frame, `[${MARK}]`)) return;
    told.add(frame);
    observe("opened", { ...(vendor && { vendor }), ...readMark([frame]), method: "focus", confidence: "low" });
  });
  const press = guard(({ timeStamp, key }: Partial<KeyboardEvent>) => {
    // Whoever tabs through a page passes by its frames.
    pressedAt = timeStamp! - (key === "Tab" ? PRESS_MS : 0);
  });

  for (const type of ["pointerdown", "keydown"]) addEventListener(type, press, { capture: true, signal });
  addEventListener("blur", ({ timeStamp }) => setTimeout(look, SETTLE_MS, timeStamp), { signal });
}
