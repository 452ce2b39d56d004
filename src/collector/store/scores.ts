/** Keeps what was learned of outcomes, and reads what there is to learn from. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Score } from "../../protocol/scores";
import { createHistories } from "./histories";
import type { ScoreStore, StoredScore } from "./scoreStore";

interface Row {
  site: string;
  rule: string;
  score: string;
}

export function createScores(database: DatabaseSyncInstance): ScoreStore {
  const ofSite = database.prepare("SELECT site, rule, score FROM scores WHERE site = ? ORDER BY outcome");
  const all = database.prepare("SELECT site, rule, score FROM scores ORDER BY site, outcome");
  const save = database.prepare("INSERT OR REPLACE INTO scores (site, outcome, rule, score) VALUES (?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM scores WHERE site = ? AND outcome = ?");
  const toStored = ({ site, rule, score }: Row): StoredScore => ({ site, rule, score: JSON.parse(score) as Score });

  return {
    histories: createHistories(database),
    scores: async (site) => (ofSite.all(site) as unknown as Row[]).map(toStored),
    allScores: async () => (all.all() as unknown as Row[]).map(toStored),
    async saveScore({ site, rule, score }) {
      save.run(site, score.outcome, rule, JSON.stringify(score));
    },
    async removeScore({ site, outcome }) {
      remove.run(site, outcome);
    },
  };
}
