/** Creates the site of the first start, and the words that every start prints. */
import { createId } from "../protocol/id";
import { createLogins } from "./access/logins";
import { createToken, hashToken } from "./access/token";
import type { Config } from "./config";
import { scriptTag } from "./routes/assets";
import type { Site, Store } from "./store/store";

/** @returns the site, and its secret key when it was made just now: nobody can tell it again */
export async function findOrCreateSite(store: Store, { name, now }: { name: string; now: number }): Promise<{ site: Site; secret?: string }> {
  const known = await store.firstSite();
  if (known) return { site: known };
  const secret = createToken("sk_", 40);
  const site = { id: createId(now), name, key: createToken("pk_", 24), secretHash: hashToken(secret) };
  await store.createSite(site);
  return { site, secret };
}

export interface Greeting {
  store: Store;
  config: Config;
  site: Site;
  secret?: string;
  now: () => number;
}

/** What an operator needs to begin, with a fresh login link. */
export async function greet({ store, config, site, secret, now }: Greeting): Promise<string> {
  const { url } = config;
  const ticket = await createLogins({ store, now, secure: false }).createTicket(site.id);
  const lines = [
    ["Paste into your pages", scriptTag(url, site.key)],
    ["Demo page", `${url}/demo/`],
    ["Agents' console", `${url}/console/login?ticket=${ticket}`],
    ["", "(this link works once, for 24 hours)"],
    ...(secret === undefined ? [] : [["Secret key", secret], ["", "(for your servers; it is shown only this once)"]]),
  ];
  const rows = lines.map(([label = "", text = ""]) => `  ${label.padEnd(23)}${text}`);
  return ["", "Parley is running.", "", ...rows, ""].join("\n");
}
