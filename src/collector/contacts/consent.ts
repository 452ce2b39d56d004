/** Reads what a batch says of its visitor's consent, as strictly as it can be meant. */
import { PURPOSES, type Consent, type ConsentState } from "../../protocol/event";

const STATES: readonly unknown[] = ["granted", "denied", "pending"] satisfies ConsentState[];
const SOURCES: readonly unknown[] = ["default", "page", "tcf", "gpp", "google"] satisfies Consent["source"][];

/** Without a word from the page everything is granted. */
const DEFAULT: Consent = { analytics: "granted", identity: "granted", messaging: "granted", source: "default" };

/**
 * @param given as it came; `undefined` when the batch says nothing
 * @param signal the header `Sec-GPC`: https://w3c.github.io/gpc/#the-sec-gpc-header-field-for-http-requests
 * @returns `undefined` when nothing was said; what cannot be understood is a no
 */
export function parseConsent(given: unknown, signal: string | string[] | undefined): Consent | undefined {
  const isDenied = (Array.isArray(signal) ? signal[0] : signal)?.split(",")[0]?.trim() === "1";
  if (given === undefined && !isDenied) return undefined;
  const from: { [name: string]: unknown } = given === undefined ? { ...DEFAULT } : typeof given === "object" && given !== null ? { ...given } : {};
  const states = Object.fromEntries(PURPOSES.map((purpose) => [purpose, STATES.includes(from[purpose]) ? from[purpose] : "denied"])) as Pick<Consent, (typeof PURPOSES)[number]>;
  return {
    ...states,
    ...((isDenied || from.sharing !== undefined) && { sharing: "denied" as const }),
    ...(SOURCES.includes(from.source) && { source: from.source as NonNullable<Consent["source"]> }),
  };
}
