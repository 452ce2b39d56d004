/** Finds out who sends a batch: a server by its secret key, an agent by their login, or else a browser on an allowed website. */
import type { FastifyRequest } from "fastify";
import { isSameOrigin } from "../access/sameOrigin";
import { siteOfSecret, UNKNOWN_SECRET } from "../access/secret";
import type { Logins } from "../access/logins";
import type { Source } from "../../protocol/event";
import { handlesOf, type Handles } from "../../protocol/mayHandle";
import { may } from "../../protocol/roles";
import { notAllowed, UNKNOWN_SITE } from "../access/callers";
import type { Site, Store } from "../store/store";
import type { Refusal } from "./refusal";
import { parseUrl } from "../../protocol/parseUrl";

export interface Sender {
  site: Site;
  source: Source;
  /** The agent's name, from their login. */
  agent?: string;
  /** Of which conversations the agent may tell; of all where there is no such rule. */
  handles?: Handles;
}

type Request = Pick<FastifyRequest, "headers" | "host">;
type Found = { sender: Sender } | { refusal: Refusal };

export interface SenderDependencies {
  store: Store;
  logins: Logins;
  isAllowed: (origin: string, site?: string) => boolean;
  /** The collector's own public origin. */
  own: string;
}

/** Makes the function that names the sender. The origin is checked apart from that, after the batch's size. */
export function createFindSender({ store, logins, own: origin }: SenderDependencies): (request: Request, key: string | undefined) => Promise<Found> {
  return async (request, key) => {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) return bySecret(store, authorization, key);

    // A form on another website cannot send this content type, and a script there fails the proof of origin. Here it is
    // the console's alone: once its cookie has gone, an agent's words must not pass for a visitor's. The demo sends text.
    if (isJson(request) && isSameOrigin(request, origin)) {
      const own = await logins.find(cookie, true);
      if (!own) return unauthorised("not_logged_in", "The login has ended. Log in to the console again.");
      const login = key === undefined ? own : await logins.at(own, key);
      const site = login && (await store.siteById(login.site));
      if (!login || !site) return { refusal: UNKNOWN_SITE };
      if (!may(login.role, "work")) return { refusal: notAllowed("work", login.role) };
      const handles = handlesOf(login);
      return { sender: { site, source: "agent", agent: login.agent, ...(handles && { handles }) } };
    }

    const site = key === undefined ? undefined : await store.siteByKey(key);
    return site ? { sender: { site, source: "page" } } : unknownKey;
  };
}

/** Says why a browser may not send from where it is, if so. Servers and agents have proved themselves already. */
export function refuseOrigin({ headers }: Request, { site, source }: Sender, isAllowed: SenderDependencies["isAllowed"]): Refusal | undefined {
  if (source !== "page") return undefined;
  const origin = originOf(headers);
  if (origin !== undefined && isAllowed(origin, site.id)) return undefined;
  const who = origin === undefined ? "A request without an origin" : `The origin ${origin.slice(0, 200)}`;
  return { status: 403, error: "origin_not_allowed", message: `${who} may not send to this collector. If it is yours, add it to the allowed websites, in the console or in PE_ORIGINS.` };
}

async function bySecret(store: Store, authorization: string, key: string | undefined): Promise<Found> {
  const site = await siteOfSecret(store, authorization);
  if (!site) return { refusal: UNKNOWN_SECRET };
  return key !== undefined && key !== site.key ? unknownKey : { sender: { site, source: "server" } };
}

const unauthorised = (error: string, message: string): Found => ({ refusal: { status: 401, error, message } });
const unknownKey = unauthorised("unknown_key", "The key is not known here. Use the key that the collector prints when it starts.");

const isJson = ({ headers }: Request) => /^application\/json\b/i.test(headers["content-type"] ?? "");

/** Where a request came from, as far as it tells. */
export function originOf({ origin, referer }: Request["headers"]): string | undefined {
  return origin ?? (referer === undefined ? undefined : parseUrl(referer)?.origin);
}
