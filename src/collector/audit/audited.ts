/** Notes in the audit log what is done and which personal data is read: the guard says who asks. A change has its row in its own transaction, a read before its answer leaves. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { CALLBACK } from "../access/provider";
import type { AuditNote } from "../store/auditNotes";
import type { Store } from "../store/store";
import { answerOf, kindOf, nameOf, NO_CHANGES, READS } from "./objects";

/** Who asks. */
export interface Asker {
  site: string;
  /** The agent's name; none is a server. */
  agent?: string;
  role?: string;
}

export interface Audited {
  /** To be called before a route does its work, also where it will be refused for want of a permission. Who asks may be known better later, until something is changed; what is changed on another site after that has a row there. */
  begin(asker: Asker, request: FastifyRequest): Promise<void>;
  /** Does the request's work, once it has begun: the first change that it makes and its row are on disk together, or neither is. */
  during<Result>(request: FastifyRequest, work: () => Result): Result;
  /** The server's hook before an answer is sent; rejects when the row could not be kept, and then nothing of the answer is. */
  finish(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void>;
}

/** What is known of a request before it is answered. */
interface Begun {
  asker: Asker;
  /** Of a read none: it is noted when it is answered. */
  note?: AuditNote;
}

/** Whoever reads the same thing again and again, as a console does with a journey that grows, is noted once in that time. */
const AGAIN_MS = 600_000;
const REMEMBERED = 10_000;
/** Anything else that stands for an id may be a person's address or number. */
const ID = /^[\w-]{1,128}$/;

export function createAudited({ store, now }: { store: Store; now: () => number }): Audited {
  const requests = new WeakMap<FastifyRequest, Begun>();
  const lastReads = new Map<string, number>();

  const objectOf = async (site: string, request: FastifyRequest) => {
    const name = nameOf(request);
    if (!name || ("id" in name && ID.test(name.id))) return name?.id;
    const [word, text] = "id" in name ? ["id", name.id] : [name.word, name.text];
    return `${word} ${await store.fingerprint(site, text)}`;
  };
  const headOf = async ({ site, agent, role }: Asker, request: FastifyRequest) => {
    const object = await objectOf(site, request);
    return { site, at: now(), who: agent ?? "server", what: whatOf(request), ip: request.ip, ...(role !== undefined && { role }), ...(object !== undefined && { object }) };
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
      const begun = requests.get(request);
      if ((begun?.note?.isKept() && begun.asker.site === asker.site) || (isChange(request) ? NO_CHANGES.test(route) : !READS.has(route))) return;
      const statusOf = (isNew: boolean) => answerOf(whatOf(request), isNew);
      requests.set(request, { asker, ...(isChange(request) && { note: store.noteAudit({ ...(await headOf(asker, request)), kind: kindOf(route), statusOf }) }) });
    },
    during(request, work) {
      const note = requests.get(request)?.note;
      return note ? note.during(work) : work();
    },
    async finish(request, reply, payload) {
      const begun = requests.get(request);
      const { statusCode: status } = reply;
      begun?.note?.end();
      if (!begun || begun.note?.isKept() || (status >= 400 && status !== 403)) return;
      if (routeOf(request) === "/v1/journey" && !isPersonal(request, payload)) return;
      // An error of this very hook is answered as well, and nothing is noted of that.
      requests.delete(request);
      const head = await headOf(begun.asker, request);
      if (!isChange(request) && wasReadJustNow(JSON.stringify([head.site, head.who, head.what, head.object, status]), head.at)) return;
      await store.addAudit({ ...head, status });
    },
  };
}

/** Whoever comes back from a provider is let in by an address that browsers ask for. */
function isChange(request: FastifyRequest): boolean {
  return (request.method !== "GET" && request.method !== "HEAD") || routeOf(request) === CALLBACK;
}

const routeOf = ({ routeOptions }: FastifyRequest): string => routeOptions.url ?? "";

/** Method and route. */
const whatOf = (request: FastifyRequest): string => `${request.method} ${routeOf(request)}`;

/** A journey is where it is a person's, or tells who somebody is or what agents wrote down of them. */
function isPersonal({ query }: FastifyRequest, payload: unknown): boolean {
  const { contact } = query as { contact?: unknown };
  return contact !== undefined || /"type":"(identity\.|\w+\.noted")/.test(String(payload));
}
