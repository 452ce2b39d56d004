/** What rules have said of a visit, as a row of words: segments, outcomes, tags, each kind with a sign of its own. */
import type { SessionCard } from "../protocol/card";
import { Swatch } from "./color";
import { Drawing } from "./icon";

export function Chips({ card: { segments = [], outcomes = [], tags = [] } }: { card: Pick<SessionCard, "segments" | "outcomes" | "tags"> }) {
  if (!segments.length && !outcomes.length && !tags.length) return null;
  return (
    <ul class="chips" aria-label="Segments, outcomes and tags">
      {segments.map(({ id, name, color }) => <li key={`s${id}`} class="chip" data-chip="segment"><Swatch color={color} /><span class="spoken">Segment</span> {name}</li>)}
      {outcomes.map(({ id, name }) => <li key={`o${id}`} class="chip" data-chip="outcome"><Drawing name="trophy" /><span class="spoken">Outcome</span> {name}</li>)}
      {tags.map((tag) => <li key={`t${tag}`} class="chip" data-chip="tag"><Drawing name="tag" /><span class="spoken">Tag</span> {tag}</li>)}
    </ul>
  );
}
