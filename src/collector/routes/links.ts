/** `GET /v1/conversations/{id}/links`: what is said of a conversation's ids, and with what it may be one. */
import type { FastifyInstance } from "fastify";
import type { Links } from "../../protocol/card";
import type { Guard } from "../access/callers";
import type { Store } from "../store/store";

export interface LinkRoutes {
  store: Pick<Store, "links">;
  guarded: Guard;
}

export function addLinkRoutes(server: FastifyInstance, { store, guarded }: LinkRoutes): void {
  server.get("/v1/conversations/:id/links", guarded(async ({ site }, request) => {
    const { id } = request.params as { id: string };
    return (await store.links({ site, id })) satisfies Links;
  }));
}
