/**
 * Calls the page back. Every event is a CustomEvent on `document`, and `pe.on` listens to just these: so one listener's
 * error goes to the page's own error handler and stops nobody, and a tag manager needs no code.
 */
import type { Listenable, Listener, PageEvent } from "./types";

export interface Listeners {
  on(type: Listenable, listener: Listener, options?: { replay?: boolean; once?: boolean }): () => void;
  once(type: Listenable, listener: Listener): () => void;
  tell(event: PageEvent): void;
}

export function createListeners(): Listeners {
  const last: { [name: string]: PageEvent } = {};
  const on: Listeners["on"] = (type, listener, options) => {
    const stopping = new AbortController();
    if (typeof listener === "function")
      // A hyphen for the dot is the same name; a site's own names may have hyphens, too.
      for (const name of new Set([`${type}`, `${type}`.replace("-", ".")])) {
        if (options?.replay && last[name])
          try {
            listener({ ...last[name] });
          } catch (error) {
            setTimeout(() => {
              throw error;
            });
          }
        document.addEventListener(`pe:${name}`, (event) => listener((event as CustomEvent<PageEvent>).detail), { once: !!options?.once, signal: stopping.signal });
      }
    return () => stopping.abort();
  };
  return {
    on,
    once: (type, listener) => on(type, listener, { once: true }),
    // A copy for each, as a page may write on it: tag managers do.
    tell(detail) {
      const { type, data: { channel } } = detail;
      // Its own name, for a conversation its channel's, and the one for everything.
      for (const name of new Set([type, type.replace(/^conversation\b/, (channel ?? "$&") as string), "*"])) {
        // Who somebody is, is kept nowhere.
        if (!/^identity/.test(type)) last[name] = detail;
        document.dispatchEvent(new CustomEvent(`pe:${name}`, { detail: { ...detail } }));
      }
    },
  };
}
