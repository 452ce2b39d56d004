/** Reads from the address of a page how its visitor came: derived from the event's `url`, so it need not travel. */
import { parseUrl } from "./parseUrl";

export type Campaign = { [parameter: string]: string };

/** Click ids and the networks that set them, as their advertisers' documentation names them. */
const NETWORKS = new Map(Object.entries({
  gclid: "google", gbraid: "google", wbraid: "google", dclid: "google", msclkid: "microsoft", fbclid: "meta",
  ttclid: "tiktok", twclid: "x", li_fat_id: "linkedin", epik: "pinterest", rdt_cid: "reddit", ScCid: "snapchat",
  yclid: "yandex", mc_eid: "mailchimp",
}));

/**
 * The campaign of an address, in Genesys' words: `source`, `medium`, `name`, `term`, `content` and `id` from the utm
 * parameters, and `clickId` with its `network`.
 *
 * @returns `undefined` when the address names none, or is no address
 */
export function parseCampaign(url: string): Campaign | undefined {
  const campaign: Campaign = {};
  const parsed = parseUrl(url);
  if (!parsed) return undefined;
  for (const [parameter, value] of parsed.searchParams) {
    if (!value) continue;
    const utm = /^utm_(source|medium|campaign|term|content|id)$/.exec(parameter)?.[1];
    if (utm) campaign[utm === "campaign" ? "name" : utm] = value;
    const network = NETWORKS.get(parameter);
    if (network) Object.assign(campaign, { clickId: value, network });
  }
  return Object.keys(campaign).length ? campaign : undefined;
}
