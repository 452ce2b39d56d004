/** What a page's request tells of its visit besides the events: the device, the browser, and with a database of the operator's the place. */

/** Genesys' words. `other`: television sets, consoles, and whatever else is told apart by nobody. */
export const DEVICES = ["desktop", "mobile", "tablet", "other"] as const;
export type Device = (typeof DEVICES)[number];

/** What the collector adds to the data of a page's `session.started`, each as far as it is known; of these names a page's own word is not heard. */
export interface VisitData {
  device?: Device;
  /** "Windows", "macOS", "iOS", "Android", "Linux", "Chrome OS" and the like. */
  os?: string;
  /** Major and minor, where browsers do not tell everybody the same one. */
  osVersion?: string;
  /** "Chrome", "Safari", "Firefox", "Edge", "Samsung Internet", or the app that shows the page: "Instagram". */
  browser?: string;
  /** Major and minor: "126.0". */
  browserVersion?: string;
  /** The language that the browser asks for first, by BCP 47: "de-CH". */
  language?: string;
  /** A crawler, a script, or a browser that a program drives; `true` or not there. */
  bot?: true;
  /** ISO 3166, two letters: "DE". */
  country?: string;
  /** In English, as the database calls them. */
  region?: string;
  city?: string;
  /** An IANA name: "Europe/Berlin". */
  timeZone?: string;
}

export const VISIT_FIELDS = [
  "device", "os", "osVersion", "browser", "browserVersion", "language", "bot", "country", "region", "city", "timeZone",
] as const satisfies (keyof VisitData)[];

/** What a card tells of it. */
export type SeenVisit = Omit<VisitData, "osVersion" | "timeZone">;
