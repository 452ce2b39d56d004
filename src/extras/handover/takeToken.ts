/** Takes the token by which the visitor came out of the address bar, so that nobody copies or shares it. */
import { withoutToken } from "./address";

const LOOK_MS = 50;

/** @param isRead has the core read it? It does when it knows the visit, which takes as long as the browser's storage */
export function takeToken(isRead: () => boolean, signal: AbortSignal): void {
  const clean = withoutToken(location.href);
  if (clean === location.href || signal.aborted) return;
  if (isRead()) history.replaceState(history.state, "", clean);
  else setTimeout(() => takeToken(isRead, signal), LOOK_MS);
}
