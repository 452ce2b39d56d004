/** Of which queues somebody sees and handles the conversations: of all, or of those that are chosen. */
import { useLayoutEffect, useState } from "preact/hooks";
import type { Account } from "../../protocol/account";
import { words } from "../words/pageWords";

export interface OwnQueuesProps {
  account: Account;
  /** Queues of the site. What is chosen and is none of these any more is offered as well, to be taken away. */
  queues: readonly string[];
  isSaving: boolean;
  /** @param queues those that are chosen; `null` for all */
  onSave: (queues: string[] | null) => void;
}

export function OwnQueues({ account: { name, queues: own }, queues, isSaving, onSave }: OwnQueuesProps) {
  const { admin } = words;
  const { queues: says } = admin.accounts;
  const [chosen, setChosen] = useState(own);
  const saved = JSON.stringify(own);
  // What is answered, or somebody else has set meanwhile; what is ticked after that stays.
  useLayoutEffect(() => setChosen(own), [saved]);
  const offered = [...new Set([...queues, ...(own ?? [])])];
  const toggle = (queue: string, isOn: boolean) => setChosen(offered.filter((each) => (each === queue ? isOn : chosen?.includes(each))));
  return (
    <details class="own-queues">
      <summary>{says.of(name)}: <bdi>{own === undefined ? says.all : own.join(", ") || says.none}</bdi></summary>
      <form class="admin-form" aria-label={says.of(name)} onSubmit={(event) => (event.preventDefault(), onSave(chosen ?? null))}>
        <p class="hint">{says.hint}</p>
        <div class="ticks">
          <label class="tick"><input type="checkbox" checked={chosen === undefined} onChange={({ currentTarget: { checked } }) => setChosen(checked ? undefined : [])} /> {says.all}</label>
          {chosen !== undefined && offered.map((queue) => (
            <label key={queue} class="tick"><input type="checkbox" checked={chosen.includes(queue)} onChange={({ currentTarget: { checked } }) => toggle(queue, checked)} /> <bdi>{queue}</bdi></label>
          ))}
        </div>
        {chosen !== undefined && offered.length === 0 && <p class="empty">{says.noneSet}</p>}
        <p class="buttons"><button class="primary" aria-disabled={isSaving || undefined} disabled={JSON.stringify(chosen) === saved}>{isSaving ? admin.saving : admin.save}</button></p>
      </form>
    </details>
  );
}
