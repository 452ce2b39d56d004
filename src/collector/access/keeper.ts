/** Who may read and change contacts: the site's server by its secret key, or an agent by their login. */
import type { FastifyRequest } from "fastify";
import type { Store } from "../store/store";
import type { Logins } from "./logins";
import { isSameOrigin } from "./sameOrigin";
import { hashToken, sameHash } from "./token";

export interface Keeper {
  /** Id of the site whose contacts they are. */
  site: string;
  /** The agent's name, where it is one. */
  agent?: string;
}

export interface KeeperDependencies {
  store: Pick<Store, "siteBySecret">;
  logins: Pick<Logins, "find">;
  /** The collector's own public origin. */
  own: string;
}

export interface NotKeeper {
  status: 401 | 403;
  error: string;
  message: string;
}

export type FindKeeper = (request: Pick<FastifyRequest, "headers" | "host" | "method">) => Promise<{ keeper: Keeper } | { refusal: NotKeeper }>;

/** Makes the function that finds out; what changes something must come from the console itself, not from another website in its browser. */
export function createFindKeeper({ store, logins, own }: KeeperDependencies): FindKeeper {
  return async (request) => {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) {
      const secret = /^Bearer (sk_[\w-]+)$/i.exec(authorization)?.[1];
      const hash = hashToken(secret ?? "");
      const site = secret === undefined ? undefined : await store.siteBySecret(hash);
      return site && sameHash(site.secretHash, hash) ? { keeper: { site: site.id } } : { refusal: unknownSecret };
    }
    const login = await logins.find(cookie);
    if (!login) return { refusal: notLoggedIn };
    if (request.method !== "GET" && request.method !== "HEAD" && !isSameOrigin(request, own)) return { refusal: foreign };
    return { keeper: { site: login.site, agent: login.agent } };
  };
}

const unknownSecret: NotKeeper = { status: 401, error: "unknown_secret", message: "The secret key is not known. Send `Authorization: Bearer sk_…` with the key of this site." };
const notLoggedIn: NotKeeper = { status: 401, error: "not_logged_in", message: "Log in to the console first, or send the secret key." };
const foreign: NotKeeper = { status: 403, error: "foreign_request", message: "This came from another website." };
