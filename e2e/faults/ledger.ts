/**
 * What the page was promised, written down outside of the tracker and outside of the page.
 *
 * When `pe.track()` has returned, the page says so on its console. The browser hands that on to the driver by another way
 * than anything the tracker does, in the order in which it was said, and a page that is closed or killed right after
 * cannot take it back. Nothing answers, so the page's timing is as it would be without a ledger.
 */
import type { Page } from "playwright/test";

export interface Entry {
  nonce: string;
  /** When the call returned, by the page's clock, which is the machine's; milliseconds since 1970. */
  at: number;
  /** Whether a timer that was set with the call has had its turn: the page lived on, and stood still for none of that time. */
  outlived: boolean;
  /** Whether its loss is allowed. */
  excused: boolean;
}

export interface Ledger {
  /** Hears what this page says. */
  listen(page: Page): void;
  /** New nonces, that nobody has used. */
  draw(count: number): string[];
  /** Calls that are known to have returned. */
  entries(): Entry[];
  /** Nonces that were drawn, and that no page has told of yet. */
  unheard(): string[];
  /** Allows the loss of the calls that the rule holds for. */
  excuse(rule: (entry: Entry) => boolean): void;
}

const MARK = "fault ledger:";
const OUTLIVED = "outlived";

/** Runs in every page before anything of its own: `tick(nonces)` tracks each and tells of it, and with `ms` once more when so much later has come. */
export const LEDGER_SCRIPT = `window.tick = (nonces, ms) => {
  for (const nonce of nonces) {
    pe.track("fault_tick", { nonce });
    console.debug("${MARK} " + nonce + " " + (performance.timeOrigin + performance.now()));
    if (ms) setTimeout(() => console.debug("${MARK} " + nonce + " ${OUTLIVED}"), ms);
  }
};`;

/** @param world comes first in every nonce */
export function createLedger(world: string): Ledger {
  const entries = new Map<string, Entry>();
  const drawn: string[] = [];
  return {
    listen(page) {
      page.on("console", (message) => {
        const text = message.text();
        if (!text.startsWith(MARK)) return;
        const [nonce = "", word] = text.slice(MARK.length + 1).split(" ");
        const entry = entries.get(nonce);
        if (word !== OUTLIVED) entries.set(nonce, { nonce, at: Number(word), outlived: false, excused: false });
        else if (entry) entry.outlived = true;
      });
    },
    draw(count) {
      const nonces = Array.from({ length: count }, (_, i) => `${world}-${drawn.length + i}`);
      drawn.push(...nonces);
      return nonces;
    },
    entries: () => [...entries.values()],
    unheard: () => drawn.filter((nonce) => !entries.has(nonce)),
    excuse(rule) {
      for (const entry of entries.values()) if (rule(entry)) entry.excused = true;
    },
  };
}
