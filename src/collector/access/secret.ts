/** Finds the site that a secret key is of: servers speak with it. */
import type { Site, Store } from "../store/store";
import { hashToken, sameHash } from "./token";

/** @param authorization the header: `Bearer sk_…` */
export async function siteOfSecret(store: Pick<Store, "siteBySecret">, authorization: string): Promise<Site | undefined> {
  const secret = /^Bearer (sk_[\w-]+)$/i.exec(authorization)?.[1];
  if (secret === undefined) return undefined;
  const hash = hashToken(secret);
  const site = await store.siteBySecret(hash);
  return site && sameHash(site.secretHash, hash) ? site : undefined;
}

/** What a server is told whose key is none. */
export const UNKNOWN_SECRET = {
  status: 401 as const,
  error: "unknown_secret",
  message: "The secret key is not known. Send `Authorization: Bearer sk_…` with the key of this site.",
};
