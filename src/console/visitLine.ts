/** Says in a few words with what and from where somebody visits: "Firefox on Android, Germany". */
import type { SeenVisit } from "../protocol/visit";
import { words } from "./words/words";
import { nameOf } from "./words/written";

export interface VisitLine {
  text: string;
  /** What there is no room for. */
  more: string;
}

/** @returns `undefined` where nothing is known */
export function visitLine({ device, os, browser, browserVersion, language, country, region, city }: SeenVisit): VisitLine | undefined {
  // Of another device nothing can be said.
  const { devices, browserOn } = words.card;
  const what = browser && os ? browserOn(browser, os) : browser || os || (device && devices[device]);
  const text = [what, country && nameOf("region", country)].filter(Boolean).join(", ");
  const place = [city, region !== city && region].filter(Boolean).join(", ");
  const more = [device && devices[device], browser && browserVersion && `${browser} ${browserVersion}`, language && nameOf("language", language), place].filter(Boolean).join(" · ");
  return text ? { text, more } : undefined;
}
