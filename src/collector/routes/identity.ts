/** Who visitors are, and the keys by which a site's own server proves it. */
import { randomBytes } from "node:crypto";
import { importJWK, type JWK } from "jose";
import { createId } from "../../protocol/id";
import type { Identity } from "../../protocol/contact";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { ProofKey } from "../store/contacts";
import type { Store } from "../store/store";
import { sendProblem } from "./problem";

const SECRET_BYTES = 32;
const JWK_BYTES = 4_000;

export interface IdentityRoutes extends Pick<Guards, "guarded"> {
  store: Store;
  now: () => number;
}

export function addIdentityRoutes(server: GuardedRoutes, { store, guarded, now }: IdentityRoutes): void {
  server.get("/v1/identity", guarded("people.see", async ({ site }, { query }, reply) => {
    const { visitor } = query as { visitor?: unknown };
    if (typeof visitor !== "string" || visitor === "") return sendProblem(reply, { status: 400, error: "wrong_query", message: "Ask for ?visitor=…: cards have the id." });
    // Cards have their visitors' own ids; a page may have one that stands for another.
    const own = (await store.isKnownVisitor(site, visitor)) ? visitor : (await store.standing(site, visitor)).visitor;
    return (await store.identity(site, own)) satisfies Identity;
  }));

  server.get("/v1/proof-keys", guarded("settings.see", async ({ site }) => ({ keys: (await store.proofKeys(site)).map(shown) })));

  server.post("/v1/proof-keys", { bodyLimit: JWK_BYTES }, guarded("settings.write", async ({ site }, { body }, reply) => {
    const { algorithm, publicKey } = typeof body === "object" && body !== null ? (body as { algorithm?: unknown; publicKey?: unknown }) : {};
    const created = { id: createId(now()), createdAt: now() };
    if (algorithm === "HS256") {
      const secret = randomBytes(SECRET_BYTES).toString("base64url");
      const key: ProofKey = { ...created, algorithm, secret };
      await store.addProofKey(site, key);
      // Shown this once: nobody can ask for it again.
      return reply.code(201).send({ ...shown(key), secret });
    }
    const jwk = algorithm === "ES256" ? await toPublicKey(publicKey) : undefined;
    if (!jwk) {
      const message = 'Send {"algorithm": "HS256"}, or {"algorithm": "ES256", "publicKey": …} with the public key of P-256 as a JWK: kty, crv, x and y, and never d.';
      return sendProblem(reply, { status: 400, error: "wrong_key", message });
    }
    const key: ProofKey = { ...created, algorithm: "ES256", secret: JSON.stringify(jwk) };
    await store.addProofKey(site, key);
    return reply.code(201).send(shown(key));
  }));

  server.delete("/v1/proof-keys/:id", guarded("settings.write", async ({ site }, { params }, reply) => {
    const { id } = params as { id: string };
    if (await store.removeProofKey(site, id)) return reply.code(204).send();
    return sendProblem(reply, { status: 404, error: "unknown_key", message: "There is no proof key of that id. GET /v1/proof-keys lists them." });
  }));
}

/** What may be read again: of a shared secret nothing. */
function shown({ id, algorithm, createdAt, secret }: ProofKey): object {
  return { id, algorithm, createdAt, ...(algorithm === "ES256" && { publicKey: JSON.parse(secret) as JWK }) };
}

async function toPublicKey(given: unknown): Promise<JWK | undefined> {
  const { kty, crv, x, y, d } = typeof given === "object" && given !== null ? (given as JWK) : {};
  if (kty !== "EC" || crv !== "P-256" || typeof x !== "string" || typeof y !== "string" || d !== undefined) return undefined;
  try {
    const jwk: JWK = { kty, crv, x, y };
    await importJWK(jwk, "ES256");
    return jwk;
  } catch {
    return undefined;
  }
}
