/** Says in a few words with what and from where somebody visits: "Firefox on Android, Germany". */
import type { SeenVisit } from "../protocol/visit";

/** Of another device nothing can be said. */
const DEVICES = { desktop: "Desktop", mobile: "Phone", tablet: "Tablet", other: "" } as const;
const countries = new Intl.DisplayNames("en", { type: "region" });
const languages = new Intl.DisplayNames("en", { type: "language" });

export interface VisitLine {
  text: string;
  /** What there is no room for. */
  more: string;
}

/** @returns `undefined` where nothing is known */
export function visitLine({ device, os, browser, browserVersion, language, country, region, city }: SeenVisit): VisitLine | undefined {
  const what = browser && os ? `${browser} on ${os}` : browser || os || (device && DEVICES[device]);
  const text = [what, country && nameOf(countries, country)].filter(Boolean).join(", ");
  const place = [city, region !== city && region].filter(Boolean).join(", ");
  const more = [device && DEVICES[device], browser && browserVersion && `${browser} ${browserVersion}`, language && nameOf(languages, language), place].filter(Boolean).join(" · ");
  return text ? { text, more } : undefined;
}

/** What is no code at all is shown as it is. */
function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
