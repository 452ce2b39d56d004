/** `/console/provider`: to the identity provider and back. */
import type { FastifyInstance, FastifyReply } from "fastify";
import type { AdmitProvided, NotAdmitted } from "../access/admitProvided";
import type { Logins } from "../access/logins";
import type { Audited } from "../audit/audited";
import { CALLBACK, type Provider } from "../access/provider";
import { readDestination } from "./destination";
import { pageWords } from "../words/pageWords";
import { noticePage, type Page } from "./pages";

export interface ProviderRoutes {
  provider: Provider;
  admit: AdmitProvided;
  logins: Logins;
  audited: Pick<Audited, "begin" | "during">;
  failed: (problem: unknown) => void;
}

const unsound = noticePage((words) => words.unsoundAnswerTitle, (words) => words.unsoundAnswer);
const unreachable = noticePage((words) => words.unreachableTitle, (words) => words.unreachable);
/** Why there is no access, by the reason's own name. */
const noAccess = (reason: NotAdmitted) => noticePage((words) => words.noAccessTitle, (words) => words[reason]);

/** @param server its pages have their headers by now */
export function addProviderRoutes(server: FastifyInstance, { provider, admit, logins, audited, failed }: ProviderRoutes): void {
  const show = (reply: FastifyReply, status: number, html: Page) => reply.code(status).type("text/html; charset=utf-8").send(html(pageWords(reply.request.headers["accept-language"])));

  server.get("/console/provider", async ({ query }, reply) => {
    try {
      const { url, cookie } = await provider.begin(readDestination((query as { to?: unknown }).to));
      return reply.header("set-cookie", cookie).redirect(url, 303);
    } catch (problem) {
      failed(problem);
      return show(reply, 503, unreachable);
    }
  });

  server.get(CALLBACK, async (request, reply) => {
    const { url, headers } = request;
    const found = await provider.finish({ url, cookies: headers.cookie });
    if (!found) return show(reply, 400, unsound);
    const admitted = await admit(found.person, async (asker, work) => {
      await audited.begin(asker, request);
      return audited.during(request, work);
    });
    reply.header("set-cookie", found.cookie);
    if ("reason" in admitted) return show(reply, 403, noAccess(admitted.reason));
    const { site, name: agent, role } = admitted.account;
    await audited.begin({ site, agent, role }, request);
    return reply.header("set-cookie", await audited.during(request, () => logins.begin(admitted.account.id, headers.cookie, { byProvider: true }))).redirect(found.to, 303);
  });
}
