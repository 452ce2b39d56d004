/** Makes sites, the first one at the first start, and the words that every start prints. */
import { createId } from "../protocol/id";
import { createTickets } from "./access/tickets";
import { createToken, hashToken } from "./access/token";
import type { Config } from "./config";
import { scriptTag } from "./routes/assets";
import type { Site, Store } from "./store/store";

/** @returns the site, and its secret key when it was made just now: nobody can tell it again */
export async function findOrCreateSite(store: Store, { name, now }: { name: string; now: number }): Promise<{ site: Site; secret?: string }> {
  const known = await store.firstSite();
  if (known) return { site: known };
  const made = newSite(name, now);
  await store.createSite(made.site);
  return made;
}

/** A site that is nowhere yet, and its first secret key. */
export function newSite(name: string, now: number): { site: Site; secret: string } {
  const secret = createToken("sk_", 40);
  return { site: { id: createId(now), name, key: createToken("pk_", 24), secretHash: hashToken(secret) }, secret };
}

export interface Greeting {
  store: Store;
  config: Config;
  site: Site;
  secret?: string;
  now: () => number;
}

/** What an operator needs to begin: as long as nobody can log in, or if they ask for it, with a link that makes an admin. */
export async function greet({ store, config, site, secret, now }: Greeting): Promise<string> {
  const { url } = config;
  const isNew = (await store.accounts(site.id)).length === 0;
  const admin = isNew || config.adminLink ? await createTickets({ store, now, own: url }).create({ site: site.id }) : undefined;
  const lines = [
    ["Paste into your pages", scriptTag(url, site.key)],
    ["Demo page", `${url}/demo/`],
    ["Agents' console", admin ? admin.link : `${url}/console/login`],
    ...(admin ? [["", "(this link makes an admin, once, for 24 hours)"]] : []),
    ...(secret === undefined ? [] : [["Secret key", secret], ["", "(for your servers; it is shown only this once)"]]),
  ];
  const rows = lines.map(([label = "", text = ""]) => `  ${label.padEnd(23)}${text}`);
  return ["", "Parley is running.", "", ...rows, ""].join("\n");
}
