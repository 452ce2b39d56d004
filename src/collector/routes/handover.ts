/** What pages ask for besides events: a token for a link to another website, and that their cookie be forgotten. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ID_CHARS } from "../../protocol/limits";
import { originOf } from "../ingest/sender";
import type { VisitorCookies } from "../ingest/visitorCookie";
import type { Site, Store } from "../store/store";
import { echoOriginWithCookies } from "./echoOrigin";
import { sendProblem } from "./problem";

const BODY_BYTES = 1_000;

export interface HandoverRoutes {
  store: Pick<Store, "siteByKey" | "handOver">;
  visitorCookies: VisitorCookies;
  isAllowed: (origin: string, site?: string) => boolean;
  now: () => number;
}

interface Asked {
  key?: unknown;
  visitor?: unknown;
}

const foreign = { status: 403, error: "origin_not_allowed", message: "This origin may not ask this collector. If it is yours, add it to the allowed websites, in the console or in PE_ORIGINS." };
const unknownKey = { status: 401, error: "unknown_key", message: "The key is not known here. Use the key that the collector prints when it starts." };
const noVisitor = { status: 400, error: "wrong_shape", message: `Send {"key": "pk_…", "visitor": …} with the id that pe.session() gives, as JSON in text/plain.` };

export async function addHandoverRoutes(parent: FastifyInstance, { store, visitorCookies, isAllowed, now }: HandoverRoutes): Promise<void> {
  await parent.register(async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
    server.addHook("onRequest", async ({ headers }, reply) => {
      reply.header("cache-control", "no-store").header("cross-origin-resource-policy", "cross-origin");
      echoOriginWithCookies(headers.origin, reply);
    });

    const read = async ({ headers, body }: FastifyRequest): Promise<{ site: Site; asked: Asked } | typeof foreign> => {
      const origin = originOf(headers);
      const asked = parse(body);
      const site = typeof asked.key === "string" ? await store.siteByKey(asked.key) : undefined;
      if (origin === undefined || !isAllowed(origin, site?.id)) return foreign;
      return site ? { site, asked } : unknownKey;
    };

    server.post("/v1/handover", { bodyLimit: BODY_BYTES }, async (request, reply) => {
      const found = await read(request);
      if ("error" in found) return sendProblem(reply, found);
      const { site, asked: { visitor } } = found;
      if (typeof visitor !== "string" || visitor === "" || visitor.length > ID_CHARS) return sendProblem(reply, noVisitor);
      return { token: await store.handOver({ site: site.id, visitor, now: now() }) };
    });

    server.post("/v1/forget", { bodyLimit: BODY_BYTES }, async (request, reply) => {
      const found = await read(request);
      if ("error" in found) return sendProblem(reply, found);
      return reply.code(204).header("set-cookie", (await visitorCookies(found.site)).forget).send();
    });
  });
}

function parse(body: unknown): Asked {
  try {
    const asked: unknown = JSON.parse(String(body));
    return typeof asked === "object" && asked !== null ? asked : {};
  } catch {
    return {};
  }
}
