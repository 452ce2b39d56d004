/** `/console/provider`: to the identity provider and back. */
import type { FastifyInstance, FastifyReply } from "fastify";
import type { AdmitProvided, NotAdmitted } from "../access/admitProvided";
import type { Logins } from "../access/logins";
import type { Audited } from "../audit/audited";
import { CALLBACK, type Provider } from "../access/provider";
import { noticePage } from "./pages";

export interface ProviderRoutes {
  provider: Provider;
  admit: AdmitProvided;
  logins: Logins;
  audited: Pick<Audited, "begin" | "during">;
  failed: (problem: unknown) => void;
}

const unsound = noticePage("The login did not succeed", "The answer of the identity provider does not belong to a login that this browser began in the last ten minutes, or is not sound. Begin again at /console/login.");
const unreachable = noticePage("The identity provider cannot be asked", "Try again in a moment, or log in with a password. The collector's log says what is wrong.");
const REASONS: { [reason in NotAdmitted]: string } = {
  no_account: "The identity provider knows you, and Parley has no account for you. Ask an admin of Parley.",
  no_role: "The identity provider knows you, and gives you no role in Parley. Ask whoever manages your groups there.",
  not_active: "Your account is not active. Ask an admin of Parley.",
  no_email: "The identity provider tells no name, or no e-mail that it has verified: without these there is no account.",
  name_taken: "Somebody else has your name here, and cards show it. Ask an admin of Parley for an account under another name.",
};

/** @param server its pages have their headers by now */
export function addProviderRoutes(server: FastifyInstance, { provider, admit, logins, audited, failed }: ProviderRoutes): void {
  const show = (reply: FastifyReply, status: number, html: string) => reply.code(status).type("text/html; charset=utf-8").send(html);

  server.get("/console/provider", async (_request, reply) => {
    try {
      const { url, cookie } = await provider.begin();
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
    if ("reason" in admitted) return show(reply, 403, noticePage("You have no access", REASONS[admitted.reason]));
    const { site, name: agent, role } = admitted.account;
    await audited.begin({ site, agent, role }, request);
    return reply.header("set-cookie", await audited.during(request, () => logins.begin(admitted.account.id, headers.cookie))).redirect("/console/", 303);
  });
}
