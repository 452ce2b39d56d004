/** Says what a conversation's time was spent with. */
import type { ConversationCard } from "../protocol/card";
import { durations } from "../protocol/durations";
import { duration } from "./duration";
import { words } from "./words/words";

export function Times({ card, now }: { card: ConversationCard; now: number }) {
  const { waitedMs, talkedMs, afterCallMs } = durations(card, now);
  const { waited, talked, afterCall } = words.card;
  const times = [[waited, waitedMs], [talked, talkedMs], [afterCall, afterCallMs]] as const;
  return (
    <dl class="facts times">
      {times.map(([name, ms]) => {
        const { text, iso } = duration(ms);
        return <div key={name}><dt>{name}</dt><dd><time dateTime={iso}>{text}</time></dd></div>;
      })}
    </dl>
  );
}
