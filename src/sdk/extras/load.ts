/** Loads an extra when the page has nothing better to do. */
import type { Extra, Host } from "./host";

/**
 * @param url address of the extra's module
 * @param signal stops the extra, or keeps it from being loaded
 */
export function loadExtra(url: string, host: Host, signal: AbortSignal): void {
  (window.requestIdleCallback ?? setTimeout)(async () => {
    try {
      const { default: extra }: { default: Extra } = await import(url);
      const stop = signal.aborted || extra(host);
      if (stop && stop !== true) signal.addEventListener("abort", stop);
    } catch (error) {
      // The page works without it.
      host.debug(url, error);
    }
  });
}
