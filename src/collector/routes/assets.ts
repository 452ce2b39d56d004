/** What websites load: the scripts, the snippet to paste, and a demo page that has it already. */
import path from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ROOT, VERSION } from "../project";
import type { Store } from "../store/store";
import { readServed, sendFile } from "./files";

/** Long enough for one visit, short enough that a fix reaches everybody soon. */
const SHORT = "public, max-age=300";
const FOR_EVER = "public, max-age=31536000, immutable";
const PUBLIC_KEY = /^pk_[\w-]{1,80}$/;
const MARK = "<!-- parley -->";

export interface AssetRoutes {
  store: Pick<Store, "firstSite">;
  /** The collector's public address. */
  url: string;
  /** The project's folder; a test may have its own. */
  root?: string;
}

/** The tag that brings the script into a page. */
export function scriptTag(url: string, key: string): string {
  return `<script async src="${url}/pe.js" data-key="${key}"></script>`;
}

export function addAssetRoutes(server: FastifyInstance, { store, url, root = ROOT }: AssetRoutes): void {
  /** @param given public key of a site; the first site's otherwise */
  const snippet = async (given?: string) => {
    const stub = await readServed(path.join(root, "dist"), "stub.js");
    const tag = scriptTag(url, given ?? (await store.firstSite())?.key ?? "");
    return stub ? `<script>${stub.body.toString().trim()}</script>\n${tag}` : tag;
  };
  const script = (cache: string) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { version, "*": extra } = request.params as { version?: string; "*"?: string };
    const name = extra === undefined ? path.posix.basename(request.url.split("?")[0] ?? "") : `extras/${extra}`;
    const file = version === undefined || version === VERSION ? await readServed(path.join(root, "dist"), name) : undefined;
    if (!file) return reply.callNotFound();
    reply.header("cache-control", cache).header("access-control-allow-origin", "*").header("cross-origin-resource-policy", "cross-origin");
    return sendFile(request, reply, file);
  };
  for (const name of ["/pe.js", "/stub.js", "/extras/*"]) {
    server.get(name, script(SHORT));
    server.get(`/v/:version${name}`, script(FOR_EVER));
  }

  server.get("/snippet", async ({ query }, reply) => {
    const { site } = query as { site?: unknown };
    // Not looked up: nobody learns by it which sites there are.
    const text = await snippet(typeof site === "string" && PUBLIC_KEY.test(site) ? site : undefined);
    return reply.type("text/plain; charset=utf-8").header("cache-control", "no-store").send(`${text}\n`);
  });

  server.get("/demo", async (_request, reply) => reply.redirect("/demo/", 301));
  server.get("/demo/*", async (request, reply) => {
    const name = (request.params as { "*": string })["*"] || "index.html";
    const widget = name === "deep-chat.js";
    const folder = path.join(root, widget ? "node_modules/deep-chat/dist" : "demo");
    const file = await readServed(folder, widget ? "deepChat.bundle.js" : name);
    if (!file) return reply.callNotFound();
    reply.header("cache-control", "no-cache");
    if (!name.endsWith(".html")) return sendFile(request, reply, file);
    const text = await snippet();
    const html = file.body.toString().replaceAll(MARK, () => text);
    return sendFile(request, reply, { ...file, body: Buffer.from(html) });
  });
}
