/** Marks how well it is known who a visitor is, by a word and a shape of its own. */
import type { Level as LevelData } from "../protocol/contact";
import { Drawing } from "./icon";
import { words } from "./words/words";

export const LEVELS = { claimed: "claim", matched: "link", verified: "shield" } as const;

export function Level({ level }: { level: LevelData }) {
  const { levels, levelsMean } = words.card;
  return <span class="level" data-level={level} title={levelsMean[level]}><Drawing name={LEVELS[level]} />{levels[level]}</span>;
}
