/** Says what is known of a visit at one moment, in words that people can read and learning can count. */
import type { Fields, Visit } from "../rules/moment";
import type { Earlier } from "./past";
import { nameOf, type Sketch } from "./sketch";
import { parseUrl } from "../../protocol/parseUrl";

/** All that may be known by then. */
export interface Known {
  visit: Pick<Visit, "startedAt" | "fields">;
  sketch: Sketch;
  earlier: Earlier;
  /** What the visitor has said or proven of who they are. Whether the directory knows them counts for nothing, as pages may learn of what follows. */
  identity?: "claimed" | "verified";
  /** Milliseconds since 1970. */
  at: number;
}

const PAGES = [2, 3, 5, 8, 13] as const;
const SECONDS = [10, 30, 60, 180, 600] as const;
const AGAIN = 3;
const HOURS = 4;
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** Fields of the visit that are known from its first event on, and how they are read. */
const ARRIVAL: readonly (readonly [field: string, say: string])[] = [
  ["session.campaign.source", "campaign source"], ["session.campaign.medium", "campaign medium"], ["session.campaign.name", "campaign"],
  ["session.campaign.network", "advertisement of"], ["session.device", "device"], ["session.os", "system"], ["session.browser", "browser"],
  ["session.language", "language"], ["session.country", "country"],
];

/** @returns the features that are there, each once; the same for the same knowledge */
export function featuresOf({ visit, sketch, earlier, identity, at }: Known): string[] {
  const { counts, pages, last, conversations } = sketch;
  const features = new Set<string>();
  const viewed = counts.find(([type]) => type === "page.viewed")?.[1] ?? 0;
  for (const many of PAGES) if (viewed >= many) features.add(`${many} or more pages`);
  for (const page of pages) features.add(`viewed ${page}`);
  if (last) features.add(`is on ${last.page}`);
  for (const [type, times] of counts) {
    if (type === "page.viewed" || type === "session.started") continue;
    features.add(`did ${type}`);
    if (times >= AGAIN) features.add(`did ${type} ${AGAIN} times or more`);
  }
  for (const [, words] of conversations) for (const word of words) features.add(word);

  const seconds = (at - visit.startedAt) / SECOND_MS;
  for (const many of SECONDS) if (seconds >= many) features.add(`there for ${many} seconds or longer`);
  features.add(cameFrom(visit.fields));
  for (const [field, say] of ARRIVAL) {
    const value = visit.fields[field];
    if (value !== undefined && value !== "") features.add(nameOf(`${say} ${value}`));
  }
  // Of the day's beginning it is known already where the visitor is in it.
  const hour = Math.floor((visit.startedAt % (24 * HOUR_MS)) / HOUR_MS / HOURS) * HOURS;
  features.add(`came between ${hour}:00 and ${hour + HOURS}:00 UTC`);
  if (earlier.visits >= 1) features.add("visited before");
  if (earlier.visits >= AGAIN) features.add(`visited ${AGAIN} times or more before`);
  if (earlier.conversations >= 1) features.add("had a conversation before");
  if (identity) features.add("said who they are");
  if (identity === "verified") features.add("is verified");
  return [...features];
}

function cameFrom(fields: Fields): string {
  const referrer = fields["session.referrer"];
  const from = typeof referrer === "string" ? parseUrl(referrer) : undefined;
  if (!from) return "came directly";
  return nameOf(`came from ${from.hostname.replace(/^www\./, "")}`);
}
