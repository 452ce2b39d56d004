/** The one place where answers are masked: between what routes tell and what leaves. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { mask } from "./mask";

export interface Masking {
  /** From now on nothing leaves for this request that is not masked. */
  begin(request: FastifyRequest): void;
}

const FIRST_REFUSAL = 400;

/** Has to be called before the first route. */
export function createMasking(server: FastifyInstance): Masking {
  const masked = new WeakMap<FastifyRequest, { isDone: boolean }>();

  server.addHook("preSerialization", async (request, { statusCode }, payload) => {
    const known = masked.get(request);
    if (!known) return payload;
    known.isDone = true;
    // Why something is refused is said in our own words.
    return statusCode >= FIRST_REFUSAL ? payload : mask(payload);
  });
  server.addHook("onSend", async (request, _reply, payload) => {
    const known = masked.get(request);
    const isEmpty = payload === undefined || payload === null || payload === "";
    if (!known || known.isDone || isEmpty) return payload;
    // The answer that tells of this error is an object again.
    throw new Error(`What ${request.routeOptions.url} answers is no object: it cannot be masked.`);
  });

  return { begin: (request) => void masked.set(request, { isDone: false }) };
}
