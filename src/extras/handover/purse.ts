/** Keeps one token ready for the link that the visitor is about to follow. */
import { HANDOVER_MS } from "../../protocol/limits";
import type { Host } from "../../sdk/extras/host";
import type { Ask } from "./ask";

export interface Purse {
  /** Gets a token, unless there is one that will do or one on its way. */
  fill(): void;
  /** The token, once: it is good for one link only. */
  take(): string | undefined;
}

export interface PurseOptions {
  host: Pick<Host, "consent" | "signal">;
  ask: Ask;
  visitor: () => string | undefined;
}

/** So much of a token's time must be left for the way. */
const WAY_MS = HANDOVER_MS / 2;
/** After an answer that was none, nobody is asked again for this long. */
const PAUSE_MS = 10_000;

export function createPurse({ host, ask, visitor }: PurseOptions): Purse {
  let token: string | undefined;
  let of: string | undefined;
  let goodUntil = 0;
  let nextAt = 0;
  // What is on its way when the visitor changes is nobody's.
  let era = 0;
  const isGood = () => token !== undefined && performance.now() < goodUntil && of === visitor();
  const empty = () => {
    era++;
    token = undefined;
    nextAt = 0;
  };
  // Who comes after a reset is somebody else, and is not known yet; and after a no nobody is.
  for (const type of ["identity.reset", "consent.changed"]) document.addEventListener(`pe:${type}`, empty, { signal: host.signal });

  return {
    fill() {
      const id = visitor();
      if (id === undefined || host.consent() !== "granted" || isGood() || performance.now() < nextAt) return;
      const begun = era;
      const askedAt = performance.now();
      nextAt = askedAt + PAUSE_MS;
      void ask("handover", { visitor: id }).then(async (answer) => {
        const told = ((await answer?.json().catch(() => undefined)) as { token?: unknown } | undefined)?.token;
        if (begun !== era || typeof told !== "string") return;
        [token, of, goodUntil, nextAt] = [told, id, askedAt + WAY_MS, 0];
      });
    },
    take() {
      const taken = isGood() && host.consent() === "granted" ? token : undefined;
      token = undefined;
      return taken;
    },
  };
}
