/** What the console shows of somebody when a card is opened: journeys, the past of a person, and what agents wrote down. */
import type { FastifyReply } from "fastify";
import type { History, Journey } from "../../protocol/card";
import type { Notes } from "../../protocol/note";
import type { Guard } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { Store } from "../store/store";
import { sendProblem } from "./problem";

/** Most steps of one answer; those before them are asked for with its cursor. */
const JOURNEY_STEPS = 1_000;
/** Most visits and most conversations of one answer, the newest. */
const HISTORY_CARDS = 50;
/** Most notes of one answer, the newest. */
const NOTES_READ = 100;

export interface JourneyRoutes {
  store: Store;
  guarded: Guard;
}

export function addJourneyRoutes(server: GuardedRoutes, { store, guarded }: JourneyRoutes): void {
  server.get("/v1/journey", guarded("cards.see", async ({ site, handles }, { query }, reply) => {
    const which = choose(query, ["session", "conversation", "visitor", "contact"]);
    if (!which) return wrong(reply, "Ask for ?session=…, ?conversation=…, ?visitor=… or ?contact=…: one of them.");
    const { before } = query as { before?: unknown };
    return (await store.journey({ site, ...which, limit: JOURNEY_STEPS, handles, ...(typeof before === "string" && { before }) })) satisfies Journey;
  }));

  server.get("/v1/history", guarded("people.see", async ({ site, handles }, { query }, reply) => {
    const which = choose(query, ["contact", "visitor"]);
    if (!which) return wrong(reply, "Ask for ?contact=… or ?visitor=….");
    return (await store.history({ site, ...which, limit: HISTORY_CARDS, handles })) satisfies History;
  }));

  server.get("/v1/notes", guarded("people.unmask", async ({ site, handles }, { query }, reply) => {
    const which = choose(query, ["contact", "conversation"]);
    if (!which) return wrong(reply, "Ask for ?contact=… or ?conversation=….");
    return (await store.notes({ site, ...which, limit: NOTES_READ, handles })) satisfies Notes;
  }));
}

const wrong = (reply: FastifyReply, message: string) => sendProblem(reply, { status: 400, error: "wrong_query", message });

/** The one of these names that is asked for. */
function choose<Of extends string>(query: unknown, names: readonly Of[]): { of: Of; id: string } | undefined {
  const asked = query as { [name: string]: unknown };
  const [of, other] = names.filter((name) => asked[name] !== undefined);
  const id = of && !other && asked[of];
  return of && typeof id === "string" && id !== "" ? { of, id } : undefined;
}
