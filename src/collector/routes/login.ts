/** `/console/login` and `/console/logout`: forms, so that they work before any script does. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Admission, Admitted, Denied } from "../access/admission";
import type { Logins } from "../access/logins";
import type { Audited } from "../audit/audited";
import type { StoredAccount } from "../store/store";
import { readName } from "../access/readAccount";
import { isSameOrigin } from "../access/sameOrigin";
import { FIRST_PAGE, readDestination } from "./destination";
import { adminPage, invitationPage, loginPage } from "./loginPages";
import { en } from "../words/en";
import { pageWords, type PageWords } from "../words/pageWords";
import { noticePage, type Page } from "./pages";

export interface LoginRoutes {
  admission: Admission;
  logins: Logins;
  /** Can one log in by the operator's identity provider, too? */
  hasProvider: boolean;
  audited: Pick<Audited, "begin" | "during">;
  /** The collector's own public origin. */
  own: string;
}

const usedLink = noticePage(({ usedTitle }) => usedTitle, ({ used }) => used);
const foreign = noticePage(({ foreignTitle }) => foreignTitle, ({ foreign: text }) => text);
const SECOND_MS = 1_000;
/** When whoever came in a crowd may come again. */
const CROWD_SECONDS = 2;

/** @param server its pages have their headers by now, and its forms are read */
export function addLoginRoutes(server: FastifyInstance, { admission, logins, audited, own, hasProvider }: LoginRoutes): void {
  const show = (reply: FastifyReply, status: number, html: Page) => reply.code(status).type("text/html; charset=utf-8").send(html(pageWords(reply.request.headers["accept-language"])));
  const letIn = async ({ id, site, name, role }: StoredAccount, request: FastifyRequest, reply: FastifyReply, to: string) => {
    await audited.begin({ site, agent: name, role }, request);
    return reply.header("set-cookie", await audited.during(request, () => logins.begin(id, request.headers.cookie))).redirect(to, 303);
  };
  /** @param again the page to try again on, with what was wrong */
  const answer = (admitted: Admitted, request: FastifyRequest, reply: FastifyReply, again: (problem: Page) => Page, to = FIRST_PAGE) => {
    if ("account" in admitted) return letIn(admitted.account, request, reply, to);
    if (admitted.reason === "used_link") return show(reply, 410, usedLink);
    const { status, seconds } = explain(admitted);
    if (seconds !== undefined) reply.header("retry-after", String(seconds));
    return show(reply, status, again((words) => explain(admitted, words).message));
  };

  server.get("/console/login", async ({ query }, reply) => {
    const { ticket, to } = query as { ticket?: unknown; to?: unknown };
    if (ticket === undefined) return show(reply, 200, loginPage({ hasProvider, to: readDestination(to) }));
    // Only looked at here: a mail scanner or a preview that opens the link does not use it up.
    const good = typeof ticket === "string" ? await admission.look(ticket) : undefined;
    if (typeof ticket !== "string" || !good) return show(reply, 410, usedLink);
    return show(reply, 200, good.account ? invitationPage({ ticket, email: good.account.email, isOneOfSeveral: await admission.hasSeveralSites() }) : adminPage({ ticket }));
  });

  server.post("/console/login", async (request, reply) => {
    if (!isSameOrigin(request, own)) return show(reply, 403, foreign);
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const field = (name: string) => form.get(name) ?? "";
    const [ticket, name, email, password] = [form.get("ticket"), field("name"), field("email"), field("password")];
    if (ticket === null) {
      const to = readDestination(field("to"));
      return answer(await admission.logIn({ email, password, ip: request.ip }), request, reply, (problem) => loginPage({ email, problem, hasProvider, to }), to);
    }
    const good = await admission.look(ticket);
    if (!good) return show(reply, 410, usedLink);
    const { site, account } = good;
    // Who comes by a link changes an account, or makes one: that has the row.
    await audited.begin({ site, agent: account?.name ?? readName(name) ?? "", role: account?.role ?? "admin" }, request);
    if (account) {
      const admitted = await audited.during(request, () => admission.accept({ ticket, password, ip: request.ip }));
      const isOneOfSeveral = await admission.hasSeveralSites();
      return answer(admitted, request, reply, (problem) => invitationPage({ ticket, email: account.email, isOneOfSeveral, problem }));
    }
    const admitted = await audited.during(request, () => admission.becomeAdmin({ ticket, name, email, password }));
    return answer(admitted, request, reply, (problem) => adminPage({ ticket, name, email, problem }));
  });

  server.post("/console/logout", async (request, reply) => {
    if (!isSameOrigin(request, own)) return show(reply, 403, foreign);
    const login = await logins.find(request.headers.cookie, false);
    if (login) await audited.begin(login, request);
    return reply.header("set-cookie", await audited.during(request, () => logins.end(request.headers.cookie))).redirect("/console/login", 303);
  });
}

/** Why somebody does not get in, as it is told to pages and, in English, to programs. Whether there is such an account is told to nobody. */
export function explain(denied: Denied, words: PageWords = en): { status: number; error: string; message: string; seconds?: number } {
  switch (denied.reason) {
    case "throttled": {
      const seconds = Math.ceil(denied.waitMs / SECOND_MS);
      return { status: 429, error: "too_many_tries", message: words.throttled(seconds), seconds };
    }
    case "busy":
      return { status: 503, error: "busy", message: words.busy, seconds: CROWD_SECONDS };
    case "unsound":
      return { status: 400, error: "wrong_account", message: words.unsound(denied.message) };
    case "used_link":
      return { status: 410, error: "used_link", message: `${words.usedTitle}.` };
    case "wrong":
      return { status: 401, error: "wrong_password", message: words.wrong };
  }
}
