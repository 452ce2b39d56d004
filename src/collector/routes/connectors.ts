/** `/v1/connectors`: sites set up their contact centres' ways in, and contact centres post to them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Guard } from "../access/callers";
import { createToken } from "../access/token";
import type { Deliver } from "../connectors/deliver";
import { parseSettings, parseVendor } from "../connectors/setUp";
import type { Tallies } from "../connectors/tallies";
import { findConnector } from "../connectors/vendors";
import type { Store, StoredConnector } from "../store/store";
import { sendProblem } from "./problem";

/** What a vendor may post at once. */
const DELIVERY_BYTES = 256_000;
/** Names of queues, agents and codes. */
const SETTINGS_BYTES = 1_000_000;
/** 192 random bits: nobody guesses where to post to. */
const ID_CHARS = 32;

export interface ConnectorRoutes {
  store: Store;
  deliver: Deliver;
  tallies: Tallies;
  guarded: Guard;
  now: () => number;
  /** The collector's own public address. */
  own: string;
}

export async function addConnectorRoutes(parent: FastifyInstance, { store, deliver, tallies, guarded, now, own }: ConnectorRoutes): Promise<void> {
  const addressOf = (id: string) => `${own}/v1/connectors/${id}`;
  const shown = ({ id, vendor, createdAt, secret, names }: StoredConnector) =>
    ({ id, vendor, createdAt, address: addressOf(id), hasSecret: secret !== undefined, names, ...tallies.of(id) });
  const wrong = (reply: FastifyReply, message: string) => sendProblem(reply, { status: 400, error: "wrong_connector", message });
  const unknown = (reply: FastifyReply) => sendProblem(reply, { status: 404, error: "unknown_connector", message: "There is no connector of that id. GET /v1/connectors lists them." });

  parent.get("/v1/connectors", guarded("connectors", async ({ site }) => ({ connectors: (await store.connectors(site)).map(shown) })));

  parent.post("/v1/connectors", { bodyLimit: SETTINGS_BYTES }, guarded("connectors", async ({ site }, { body }, reply) => {
    const kind = parseVendor(body);
    if ("problem" in kind) return wrong(reply, kind.problem);
    const { vendor } = kind;
    const settings = parseSettings(vendor, body);
    if ("problem" in settings) return wrong(reply, settings.problem);
    const made = settings.secret === undefined ? findConnector(vendor)?.createSecret?.() : undefined;
    const connector: StoredConnector = { id: createToken("", ID_CHARS), site, vendor, createdAt: now(), names: {}, ...(made !== undefined && { secret: made }), ...settings };
    await store.saveConnector(connector);
    // A secret that was made here is shown this once: nobody can ask for it again.
    return reply.code(201).send({ ...shown(connector), ...(made !== undefined && { secret: made }) });
  }));

  parent.patch("/v1/connectors/:id", { bodyLimit: SETTINGS_BYTES }, guarded("connectors", async ({ site }, request, reply) => {
    const connector = await store.connector(idOf(request));
    if (connector?.site !== site) return unknown(reply);
    const settings = parseSettings(connector.vendor, request.body);
    if ("problem" in settings) return wrong(reply, settings.problem);
    const changed = { ...connector, ...settings };
    await store.saveConnector(changed);
    return shown(changed);
  }));

  parent.delete("/v1/connectors/:id", guarded("connectors", async ({ site }, request, reply) =>
    (await store.removeConnector(site, idOf(request))) ? reply.code(204).send() : unknown(reply)));

  await parent.register(async (server) => {
    server.removeAllContentTypeParsers();
    // Bytes: they are what was signed.
    server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    server.addHook("onRequest", async ({ mediaType, headers }, reply) => {
      // The framework refuses a name that is none before any parser is asked.
      if (mediaType === undefined) delete headers["content-type"];
      reply.header("cache-control", "no-store");
    });
    server.addHook("onError", async (_request, _reply, problem) => {
      if (problem.statusCode === 413) tallies.countUnknown("too_large");
    });

    server.post("/v1/connectors/:id", { bodyLimit: DELIVERY_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const result = await deliver({ id: idOf(request), url: request.url, headers: request.headers, body });
      if ("problem" in result) return sendProblem(reply, result.problem);
      return result.answer ? reply.code(200).send(result.answer) : reply.code(204).send();
    });
  });
}

const idOf = ({ params }: FastifyRequest) => (params as { id: string }).id;
