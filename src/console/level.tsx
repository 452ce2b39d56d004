/** Marks how well it is known who a visitor is, by a word and a shape of its own. */
import type { Level as LevelData } from "../protocol/contact";
import { Drawing } from "./icon";

export const LEVELS = {
  claimed: { word: "Claimed", icon: "claim", means: "The visitor says so; no contact has it" },
  matched: { word: "Matched", icon: "link", means: "A contact has what the visitor gave" },
  verified: { word: "Verified", icon: "shield", means: "Proved by a token, your server or an agent" },
} as const;

export function Level({ level }: { level: LevelData }) {
  const { word, icon, means } = LEVELS[level];
  return <span class="level" data-level={level} title={means}><Drawing name={icon} />{word}</span>;
}
