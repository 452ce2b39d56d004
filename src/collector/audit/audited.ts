/** Notes in the audit log what is done and which personal data is read: the guard says who asks, and before the answer leaves the row is on disk. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Store } from "../store/store";
import { createStates, kindOf, nameOf, NO_CHANGES, READS } from "./objects";

/** Who asks. */
export interface Asker {
  site: string;
  /** The agent's name; none is a server. */
  agent?: string;
  role?: string;
}

export interface Audited {
  /** To be called before a route does its work, also where it will be refused for want of a permission. */
  begin(asker: Asker, request: FastifyRequest): Promise<void>;
  /** The server's hook before an answer is sent; rejects when the row could not be kept, and then nothing of the answer is. */
  finish(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void>;
}

/** What is known of a request before it is answered. */
interface Begun {
  asker: Asker;
  before: string | undefined;
}

/** Whoever reads the same thing again and again, as a console does with a journey that grows, is noted once in that time. */
const AGAIN_MS = 600_000;
const REMEMBERED = 10_000;
/** Anything else that stands for an id may be a person's address or number. */
const ID = /^[\w-]{1,128}$/;

export function createAudited({ store, now }: { store: Store; now: () => number }): Audited {
  const states = createStates(store);
  const requests = new WeakMap<FastifyRequest, Begun>();
  const lastReads = new Map<string, number>();

  const routeOf = ({ routeOptions }: FastifyRequest) => routeOptions.url ?? "";
  const isRead = ({ method }: FastifyRequest) => method === "GET" || method === "HEAD";
  const fingerprint = async (site: string, state: unknown) => (state === undefined ? undefined : store.fingerprint(site, JSON.stringify(state)));
  const stateOf = async (site: string, route: string, id = "") => fingerprint(site, await states[kindOf(route)]?.({ site, id }));
  const objectOf = async (site: string, request: FastifyRequest) => {
    const name = nameOf(request);
    if (!name || ("id" in name && ID.test(name.id))) return name?.id;
    const [word, text] = "id" in name ? ["id", name.id] : [name.word, name.text];
    return `${word} ${await store.fingerprint(site, text)}`;
  };
  const wasReadJustNow = (key: string, at: number) => {
    if (at - (lastReads.get(key) ?? -Infinity) < AGAIN_MS) return true;
    if (lastReads.size >= REMEMBERED) lastReads.clear();
    lastReads.set(key, at);
    return false;
  };

  return {
    async begin(asker, request) {
      const route = routeOf(request);
      if (isRead(request) ? !READS.has(route) : NO_CHANGES.test(route)) return;
      const { id } = request.params as { id?: string };
      requests.set(request, { asker, before: isRead(request) ? undefined : await stateOf(asker.site, route, id) });
    },
    async finish(request, reply, payload) {
      const begun = requests.get(request);
      const { statusCode: status } = reply;
      if (!begun || (status >= 400 && status !== 403)) return;
      const route = routeOf(request);
      if (route === "/v1/journey" && !isPersonal(request, payload)) return;
      // An error of this very hook is answered as well, and nothing is noted of that.
      requests.delete(request);
      const { asker: { site, agent, role }, before } = begun;
      const at = now();
      const who = agent ?? "server";
      const what = `${request.method} ${route}`;
      const object = idIn(status, payload) ?? (await objectOf(site, request));
      if (isRead(request) && wasReadJustNow(JSON.stringify([site, who, what, object, status]), at)) return;
      const after = isRead(request) || status === 403 ? undefined : await stateOf(site, route, object);
      await store.addAudit({
        site, at, who, what, status, ip: request.ip,
        ...(role !== undefined && { role }), ...(object !== undefined && { object }), ...(before !== undefined && { before }), ...(after !== undefined && { after }),
      });
    },
  };
}

/** A journey is where it is a person's, or tells who somebody is or what agents wrote down of them. */
function isPersonal({ query }: FastifyRequest, payload: unknown): boolean {
  const { contact } = query as { contact?: unknown };
  return contact !== undefined || /"type":"(identity\.|\w+\.noted")/.test(String(payload));
}

/** The id of what was made, as the answer tells it. */
function idIn(status: number, payload: unknown): string | undefined {
  if ((status !== 201 && status !== 202) || typeof payload !== "string") return undefined;
  const { id } = JSON.parse(payload) as { id?: unknown };
  return typeof id === "string" && ID.test(id) ? id : undefined;
}
