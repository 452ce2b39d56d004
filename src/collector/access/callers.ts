/** Who asks for what the directory holds: a server by its secret key, or an agent by their login from the console's own pages. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Audited } from "../audit/audited";
import { sendProblem } from "../routes/problem";
import type { Store } from "../store/store";
import type { Logins } from "./logins";
import { isSameOrigin } from "./sameOrigin";
import { siteOfSecret, UNKNOWN_SECRET } from "./secret";

export interface Caller {
  /** Id of the site. */
  site: string;
  /** The agent's name; none is a server. */
  agent?: string;
}

export interface CallersDependencies {
  store: Pick<Store, "siteBySecret">;
  logins: Logins;
  audited: Pick<Audited, "begin">;
  /** The collector's own public origin. */
  own: string;
}

export type Handle = (caller: Caller, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
export type Guard = (handle: Handle) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export interface Guards {
  /** Lets servers and agents through. */
  guarded: Guard;
  /** Lets servers through only. */
  forServers: Guard;
}

export function createGuards({ store, logins, audited, own }: CallersDependencies): Guards {
  const bySecret = async (authorization: string): Promise<Caller | undefined> => {
    const site = await siteOfSecret(store, authorization);
    return site && { site: site.id };
  };
  const noLogin = { status: 401, error: "not_logged_in", message: "Send `Authorization: Bearer sk_…` with the site's secret key, or log in to the console." };
  const foreign = { status: 403, error: "origin_not_allowed", message: "Only the console's own pages may do this with an agent's login." };

  const serve = async (handle: Handle, caller: Caller, request: FastifyRequest, reply: FastifyReply) => {
    await audited.begin(caller, request);
    return handle(caller, request, reply);
  };

  const guardWith = (mayBeAgent: (request: FastifyRequest) => boolean): Guard => (handle) => async (request, reply) => {
    reply.header("cache-control", "no-store");
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) {
      const caller = await bySecret(authorization);
      return caller ? serve(handle, caller, request, reply) : sendProblem(reply, UNKNOWN_SECRET);
    }
    if (!mayBeAgent(request)) return sendProblem(reply, { ...UNKNOWN_SECRET, message: "This is for servers. Send `Authorization: Bearer sk_…` with the site's secret key." });
    const login = await logins.find(cookie);
    if (!login) return sendProblem(reply, noLogin);
    // A cookie comes along with whatever another website sends.
    if (request.method !== "GET" && request.method !== "HEAD" && !isSameOrigin(request, own)) return sendProblem(reply, foreign);
    return serve(handle, { site: login.site, agent: login.agent }, request, reply);
  };

  return { guarded: guardWith(() => true), forServers: guardWith(() => false) };
}
