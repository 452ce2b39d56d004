/** `/v1/keys`: the secret keys by which a site's servers speak. Several work at once, so that one can be replaced while it is in use. */
import { SETTING_CHARS, type NewSecretKey, type SecretKey } from "../../protocol/settings";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import { createToken, hashToken } from "../access/token";
import { parseName } from "../settings/parseChange";
import type { Store } from "../store/store";
import { sendProblem } from "./problem";

const SECRET_CHARS = 40;
const ID_CHARS = 16;
/** So many tell one key from another, and help nobody to guess it. */
export const SHOWN_CHARS = 4;

export interface KeyRoutes extends Pick<Guards, "guarded"> {
  store: Pick<Store, "keys" | "addKey" | "removeKey">;
  now: () => number;
}

const noName = { status: 400, error: "wrong_key", message: `Say what the key is for: {"name": "CRM"}, of 1 to ${SETTING_CHARS} characters.` };
const noKey = { status: 404, error: "unknown_key_id", message: "There is no key of that id. GET /v1/keys lists them." };
const tooMany = { status: 409, error: "too_many_keys", message: "The site has as many keys as it may. Revoke one first." };

export function addKeyRoutes(server: GuardedRoutes, { store, guarded, now }: KeyRoutes): void {
  server.get("/v1/keys", guarded("settings.see", async ({ site }): Promise<{ keys: SecretKey[] }> => ({ keys: await store.keys(site) })));

  // As accounts are: a key that leaks makes no other that outlives it.
  server.post("/v1/keys", guarded("accounts", async ({ site, agent }, { body }, reply) => {
    const name = parseName((body as { name?: unknown } | null | undefined)?.name);
    if (name === undefined) return sendProblem(reply, noName);
    const secret = createToken("sk_", SECRET_CHARS);
    const key = { id: createToken("", ID_CHARS), name, createdAt: now(), by: agent ?? "server", ends: secret.slice(-SHOWN_CHARS) };
    if (!(await store.addKey({ ...key, site, hash: hashToken(secret) }))) return sendProblem(reply, tooMany);
    // Shown this once: nobody can ask for it again.
    return reply.code(201).send({ ...key, secret } satisfies NewSecretKey);
  }));

  server.delete("/v1/keys/:id", guarded("accounts", async ({ site }, { params }, reply) => {
    const removed = await store.removeKey({ site, id: (params as { id: string }).id });
    return removed ? reply.code(204).send() : sendProblem(reply, noKey);
  }));
}
