/** What the store promises of scores: visits to learn from, and what was learned. */
import type { Score } from "../../protocol/scores";
import type { Histories } from "../scoring/past";

/** What was learned of one outcome of a site. */
export interface StoredScore {
  site: string;
  /** The outcome's condition as text: another one is another outcome. */
  rule: string;
  score: Score;
}

export interface ScoreStore {
  /** The last visits come first, and nobody waits for long while they are read. */
  histories: Histories;
  /** Of one site, by the outcomes' ids. */
  scores(site: string): Promise<StoredScore[]>;
  allScores(): Promise<StoredScore[]>;
  saveScore(stored: StoredScore): Promise<void>;
  removeScore(which: { site: string; outcome: string }): Promise<void>;
}
