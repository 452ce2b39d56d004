/** Takes the token by which the visitor came out of the address bar, so that nobody copies or shares it: the core has read it. */
import { withoutToken } from "./address";

export function takeToken(): void {
  const clean = withoutToken(location.href);
  if (clean !== location.href) history.replaceState(history.state, "", clean);
}
