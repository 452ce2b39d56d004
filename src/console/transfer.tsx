/** Hands a conversation on: to a queue, or to an agent. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { FACT_CHARS } from "../protocol/limits";
import { words } from "./words/words";

export interface TransferProps {
  /** Names to choose from; others can be typed. */
  queues: string[];
  agents: string[];
  isSending: boolean;
  onTransfer: (to: { queue: string } | { agent: string }) => void;
  onCancel: () => void;
}

export function Transfer({ queues, agents, isSending, onTransfer, onCancel }: TransferProps) {
  const [kind, setKind] = useState<"queue" | "agent">("queue");
  const [name, setName] = useState("");
  const names = useId();
  const first = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const submit = (submitted: Event) => {
    submitted.preventDefault();
    const to = name.trim();
    if (to) onTransfer(kind === "queue" ? { queue: to } : { agent: to });
  };
  return (
    <form class="transfer" onSubmit={submit}>
      <select ref={first} aria-label={words.work.act.transferTo} value={kind} onChange={(chosen) => setKind(chosen.currentTarget.value === "agent" ? "agent" : "queue")}>
        <option value="queue">{words.work.act.toQueue}</option>
        <option value="agent">{words.work.act.toAgent}</option>
      </select>
      <input required maxLength={FACT_CHARS} autoComplete="off" list={names} aria-label={kind === "queue" ? words.work.act.queueName : words.work.act.agentName} value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <datalist id={names}>{(kind === "queue" ? queues : agents).map((each) => <option key={each} value={each} />)}</datalist>
      <button type="submit" aria-disabled={isSending}>{words.work.act.send}</button>
      <button type="button" class="quiet" onClick={onCancel}>{words.work.act.cancel}</button>
    </form>
  );
}
