/** What rules have said of a visit, as a row of words: segments, outcomes, tags, each kind with a sign of its own. */
import type { SessionCard } from "../protocol/card";
import { Swatch } from "./color";
import { Drawing } from "./icon";
import { words } from "./words/words";

export function Chips({ card: { segments = [], outcomes = [], tags = [] } }: { card: Pick<SessionCard, "segments" | "outcomes" | "tags"> }) {
  if (!segments.length && !outcomes.length && !tags.length) return null;
  return (
    <ul class="chips" aria-label={words.card.chips}>
      {segments.map(({ id, name, color }) => <li key={`s${id}`} class="chip" data-chip="segment"><Swatch color={color} /><span class="spoken">{words.card.segment}</span> <bdi>{name}</bdi></li>)}
      {outcomes.map(({ id, name }) => <li key={`o${id}`} class="chip" data-chip="outcome"><Drawing name="trophy" /><span class="spoken">{words.card.outcome}</span> <bdi>{name}</bdi></li>)}
      {tags.map((tag) => <li key={`t${tag}`} class="chip" data-chip="tag"><Drawing name="tag" /><span class="spoken">{words.card.tag}</span> <bdi>{tag}</bdi></li>)}
    </ul>
  );
}
