/** Makes and reads the tokens that carry a visitor over a link to another website: sealed, so that a link tells nobody the id. */
import type { Vault } from "../vault/vault";
import { HANDOVER_MS } from "../../protocol/limits";

export interface Handovers {
  /** Nothing is kept of it. */
  make(handover: { site: string; visitor: string; now: number }): string;
  /** @returns what it says, or `undefined` when it was not made here, or for another site */
  read(site: string, token: string): { visitor: string; expires: number } | undefined;
}

/** What is read as a token at most; the longest id makes one of 664 letters. */
const TOKEN_CHARS = 2_000;
const WHAT = "handover";

export function createHandovers(vault: Vault): Handovers {
  return {
    make: ({ site, visitor, now }) => toLetters(vault.passing(site).seal(WHAT, JSON.stringify([visitor, now + HANDOVER_MS]))),
    read(site, token) {
      const bytes = token.length > TOKEN_CHARS ? undefined : fromLetters(token);
      if (!bytes) return undefined;
      try {
        const [visitor, expires] = JSON.parse(vault.passing(site).unseal(WHAT, bytes)) as [string, number];
        return { visitor, expires };
      } catch {
        return undefined;
      }
    },
  };
}

/** Letters alone: what also has digits looks like a secret, and pages take secrets out of all that they send. */
function toLetters(bytes: Buffer): string {
  return bytes.toString("hex").replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)]!);
}

function fromLetters(text: string): Buffer | undefined {
  return /^([a-p]{2})+$/.test(text) ? Buffer.from(text.replace(/[g-p]/g, (letter) => String("ghijklmnop".indexOf(letter))), "hex") : undefined;
}
