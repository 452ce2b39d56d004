/** The agents' console: its page and files, and the way in and out. */
import path from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Logins } from "../access/logins";
import { isSameOrigin } from "../access/sameOrigin";
import { clean } from "../ingest/clean";
import { ROOT } from "../project";
import { readServed, sendFile } from "./files";
import { consolePage, loginPage, noticePage } from "./pages";

const POLICY =
  "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'";
const NAME_CHARS = 80;
/** What the console is built into: its script, the pages and languages that it loads when they are wanted, its style. */
const FILES = /^[a-z][A-Za-z]*\.(js|css)$/;

const noLink = noticePage("You are not logged in", "Open the login link that the collector printed when it started. Restart the collector to get a new one.");
const usedLink = noticePage("This link does not work any more", "A login link works once, for 24 hours. Restart the collector: it prints a new one.");
const noName = noticePage("Your name is missing", "Go back and enter the name that session cards will show.");
const foreign = noticePage("This came from elsewhere", "Open the login link of the collector again, and log in from there.");

export interface ConsoleRoutes {
  logins: Logins;
  /** The collector's own public origin. */
  own: string;
  /** The project's folder; a test may have its own. */
  root?: string;
}

export async function addConsoleRoutes(parent: FastifyInstance, { logins, own, root = ROOT }: ConsoleRoutes): Promise<void> {
  await parent.register(async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) => done(null, new URLSearchParams(String(body))));
    server.addHook("onRequest", async (_request, reply) => {
      reply.header("content-security-policy", POLICY).header("cache-control", "no-store");
      // Not `no-referrer`: with it, browsers send `Origin: null` with the very forms whose origin is checked here.
      reply.header("referrer-policy", "same-origin");
    });
    const show = (reply: FastifyReply, status: number, html: string) => reply.code(status).type("text/html; charset=utf-8").send(html);

    server.get("/console", async (_request, reply) => reply.redirect("/console/", 301));
    // One page under several addresses: its script looks which.
    for (const address of ["/console/", "/console/contacts", "/console/rules", "/console/health"]) {
      server.get(address, async ({ headers }, reply) => {
        const login = await logins.find(headers.cookie);
        return login ? show(reply, 200, consolePage) : show(reply, 401, noLink);
      });
    }
    server.get("/console/:name", async (request, reply) => {
      const { name } = request.params as { name: string };
      const file = FILES.test(name) ? await readServed(path.join(root, "build/console"), name) : undefined;
      return file ? sendFile(request, reply.header("cache-control", "no-cache"), file) : reply.callNotFound();
    });

    server.get("/console/login", async ({ query }, reply) => {
      const { ticket } = query as { ticket?: unknown };
      const good = typeof ticket === "string" && (await logins.isGood(ticket));
      // Only looked at here: a mail scanner or a preview that opens the link does not use it up.
      return good ? show(reply, 200, loginPage(ticket)) : show(reply, 410, usedLink);
    });
    server.post("/console/login", async (request, reply) => {
      if (!isSameOrigin(request, own)) return show(reply, 403, foreign);
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const agent = clean(form.get("agent") ?? "").replace(/\s+/g, " ").trim().slice(0, NAME_CHARS);
      if (!agent) return show(reply, 400, noName);
      const cookie = await logins.redeem(form.get("ticket") ?? "", agent);
      return cookie === undefined ? show(reply, 410, usedLink) : reply.header("set-cookie", cookie).redirect("/console/", 303);
    });
    server.post("/console/logout", async (request, reply) => {
      if (!isSameOrigin(request, own)) return show(reply, 403, foreign);
      return reply.header("set-cookie", await logins.end(request.headers.cookie)).redirect("/console/", 303);
    });
  });
}
