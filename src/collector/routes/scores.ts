/** Where servers and agents see how likely outcomes are, why, and how well that was foretold. */
import type { Model, Scores } from "../../protocol/scores";
import type { Guard } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import { drawCalibration } from "../scoring/picture";
import type { Store } from "../store/store";

export interface ScoreRoutes {
  store: Pick<Store, "scores">;
  guarded: Guard;
}

/** Features that are shown first. */
const TOP = 10;

export function addScoreRoutes(server: GuardedRoutes, { store, guarded }: ScoreRoutes): void {
  server.get("/v1/scores", guarded("rules.see", async ({ site }): Promise<Scores> => {
    const stored = await store.scores(site);
    return {
      scores: stored.map(({ score }) => ({
        ...score,
        top: score.model ? heaviest(score.model) : [],
        ...(score.evaluation && { picture: drawCalibration(score.evaluation, score.name) }),
      })),
    };
  }));
}

/** What tells visits apart most: a weight that few visits have, or nearly all, moves little. */
function heaviest({ features }: Model): Model["features"] {
  const moves = ({ weight, share }: Model["features"][number]) => Math.abs(weight) * Math.sqrt(share * (1 - share));
  return [...features].sort((a, b) => moves(b) - moves(a)).slice(0, TOP);
}
