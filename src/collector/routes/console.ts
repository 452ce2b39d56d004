/** The agents' console: its page and files, and the way in and out. */
import path from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Admission } from "../access/admission";
import type { Logins } from "../access/logins";
import type { Audited } from "../audit/audited";
import { ROOT } from "../project";
import { by, CONSOLE_PAGES, readDestination } from "./destination";
import { readServed, sendFile } from "./files";
import { addLoginRoutes } from "./login";
import { addProviderRoutes, type ProviderRoutes } from "./provider";
import { consolePage } from "./pages";

const POLICY =
  "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'";
/** What the console is built into: its script, the pages and languages that it loads when they are wanted, its style. */
const FILES = /^[a-z][A-Za-z]*\.(js|css)$/;

export interface ConsoleRoutes {
  admission: Admission;
  /** None where people log in by passwords alone. */
  provided?: Omit<ProviderRoutes, "logins" | "audited"> | undefined;
  logins: Logins;
  audited: Pick<Audited, "begin" | "during">;
  /** The collector's own public origin. */
  own: string;
  /** The project's folder; a test may have its own. */
  root?: string;
}

export async function addConsoleRoutes(parent: FastifyInstance, { admission, provided, logins, audited, own, root = ROOT }: ConsoleRoutes): Promise<void> {
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
    for (const address of CONSOLE_PAGES) {
      server.get(address, async ({ headers, url }, reply) => {
        const login = await logins.find(headers.cookie, true);
        return login ? show(reply, 200, consolePage) : reply.redirect(by("/console/login", readDestination(url)), 303);
      });
    }
    server.get("/console/:name", async (request, reply) => {
      const { name } = request.params as { name: string };
      const file = FILES.test(name) ? await readServed(path.join(root, "build/console"), name) : undefined;
      return file ? sendFile(request, reply.header("cache-control", "no-cache"), file) : reply.callNotFound();
    });

    addLoginRoutes(server, { admission, logins, audited, own, hasProvider: provided !== undefined });
    if (provided) addProviderRoutes(server, { ...provided, logins, audited });
  });
}
