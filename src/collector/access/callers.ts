/** Who asks, and whether they may: a server by its secret key, or an agent by their login from the console's own pages. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { handlesOf, type Handles } from "../../protocol/mayHandle";
import { may, type Permission, type Speaker } from "../../protocol/roles";
import type { Audited } from "../audit/audited";
import { sendProblem } from "../routes/problem";
import type { Login, Store } from "../store/store";
import type { Logins } from "./logins";
import type { Masking } from "./maskAnswers";
import { isSameOrigin } from "./sameOrigin";
import { siteOfSecret, UNKNOWN_SECRET } from "./secret";

export interface Caller {
  /** Id of the site. */
  site: string;
  role: Speaker;
  /** The agent's name; none is a server. */
  agent?: string;
  /** None is a server's. */
  login?: Login;
  /** May not know who people are. Answers are masked without any doing of a route; what a route streams it masks. */
  isMasked: boolean;
  /** Which conversations they handle; all where there is no such rule. Of others nothing is told, as if they were not there. */
  handles?: Handles;
}

/** What an agent asks who is logged in, whatever their role is. */
export interface AgentCaller extends Caller {
  agent: string;
  login: Login;
}

export interface CallersDependencies {
  store: Pick<Store, "siteBySecret">;
  logins: Logins;
  audited: Pick<Audited, "begin" | "during">;
  masking: Masking;
  /** The collector's own public origin. */
  own: string;
}

/** What a route needs of who calls it: a permission, that it is a server, or a login of any role. */
export type Need = Permission | "server" | "login";

/** The handler of a route that has named what it needs. Only guards make it. */
export interface Guarded {
  (request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  readonly need: Need;
}

export type Handle<Who = Caller> = (caller: Who, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
export type Guard = (permission: Permission, handle: Handle) => Guarded;

export interface Guards {
  /** Lets servers and agents through who have the permission. */
  guarded: Guard;
  /** Lets servers through only. */
  forServers: (handle: Handle) => Guarded;
  /** Lets agents through, whatever their role is: for what is their own. */
  forAgents: (handle: Handle<AgentCaller>) => Guarded;
}

/** What is read by these permissions may name people; by the others it names rules, queues or agents. */
const TELLS_OF_PEOPLE: ReadonlySet<Need> = new Set<Need>(["cards.see", "people.see", "health.see"]);

type Problem = Parameters<typeof sendProblem>[1];

const NO_LOGIN = { status: 401, error: "not_logged_in", message: "Send `Authorization: Bearer sk_…` with the site's secret key, or log in to the console." };
const FOREIGN = { status: 403, error: "origin_not_allowed", message: "Only the console's own pages may do this with an agent's login." };
const NOT_JSON = { status: 415, error: "wrong_content_type", message: "With an agent's login, say what is sent: content-type: application/json." };
const AGENTS_ONLY = { status: 403, error: "not_allowed", message: "This is for agents who are logged in to the console, and not for servers." };
const NO_SECRET = { ...UNKNOWN_SECRET, message: "This is for servers. Send `Authorization: Bearer sk_…` with the site's secret key." };
/** Is there no such site, or have they no account there? That is told to nobody. */
export const UNKNOWN_SITE = { status: 403 as const, error: "unknown_site", message: "You have no account on this site. Ask one of its admins to invite you." };
const SERVERS_ONLY = { ...NO_SECRET, status: 403, error: "not_allowed" };

export function createGuards({ store, logins, audited, masking, own: origin }: CallersDependencies): Guards {
  const find = async (request: FastifyRequest, need: Need): Promise<Caller | Problem> => {
    const { authorization, cookie } = request.headers;
    const { site: named } = request.query as { site?: unknown };
    if (authorization !== undefined) {
      const site = await siteOfSecret(store, authorization);
      if (!site) return UNKNOWN_SECRET;
      return named === undefined || named === site.key ? { site: site.id, role: "server", isMasked: false } : UNKNOWN_SITE;
    }
    const own = await logins.find(cookie, !request.routeOptions.config.isWatch);
    if (!own) return need === "server" ? NO_SECRET : NO_LOGIN;
    const foreign = refuseForeign(request, origin);
    if (foreign) return foreign;
    const login = named === undefined ? own : await logins.at(own, String(named));
    if (!login) return UNKNOWN_SITE;
    const handles = handlesOf(login);
    return { site: login.site, role: login.role, agent: login.agent, login, isMasked: !may(login.role, "people.unmask"), ...(handles && { handles }) };
  };

  /** @param refuse says why this caller may not, if so */
  const guard = (need: Need, refuse: (caller: Caller) => Problem | undefined, handle: Handle): Guarded =>
    Object.assign(async (request: FastifyRequest, reply: FastifyReply) => {
      reply.header("cache-control", "no-store");
      const caller = await find(request, need);
      if ("error" in caller) return sendProblem(reply, caller);
      // What is refused is noted as well.
      await audited.begin(caller, request);
      const problem = refuse(caller);
      if (caller.isMasked && TELLS_OF_PEOPLE.has(need)) masking.begin(request);
      return problem ? sendProblem(reply, problem) : audited.during(request, () => handle(caller, request, reply));
    }, { need });

  return {
    guarded: (permission, handle) => guard(permission, ({ role }) => (may(role, permission) ? undefined : notAllowed(permission, role)), handle),
    forServers: (handle) => guard("server", ({ role }) => (role === "server" ? undefined : SERVERS_ONLY), handle),
    forAgents: (handle) => guard("login", ({ login }) => (login ? undefined : AGENTS_ONLY), handle as Handle),
  };
}

/** What is told whose role has not the permission. */
export function notAllowed(permission: Permission, role: Speaker): { status: 403; error: string; message: string } {
  return { status: 403, error: "not_allowed", message: `This needs the permission "${permission}", which the role ${role} has not. Ask an admin of Parley.` };
}

/** A cookie comes along with whatever another website sends: says why it does not count here, if so. */
function refuseForeign(request: FastifyRequest, own: string): Problem | undefined {
  const { method, headers } = request;
  if (method === "GET" || method === "HEAD") {
    // What was typed into the address bar has no site: "none".
    const site = headers["sec-fetch-site"];
    return site === "cross-site" || site === "same-site" ? FOREIGN : undefined;
  }
  if (!isSameOrigin(request, own)) return FOREIGN;
  const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  const taken = /^application\/json\b/i.test(headers["content-type"] ?? "") || request.routeOptions.config.isFile;
  return hasBody && !taken ? NOT_JSON : undefined;
}
