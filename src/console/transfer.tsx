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
  const kinds = useId();
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const submit = (submitted: Event) => {
    submitted.preventDefault();
    const to = name.trim();
    if (to) onTransfer(kind === "queue" ? { queue: to } : { agent: to });
  };
  return (
    <form class="transfer" onSubmit={submit}>
      <span role="radiogroup" aria-labelledby={kinds}>
        <span id={kinds}>{words.work.act.transferTo}</span>
        <label><input type="radio" name={kinds} ref={first} checked={kind === "queue"} onChange={() => setKind("queue")} /> {words.work.act.toQueue}</label>
        <label><input type="radio" name={kinds} checked={kind === "agent"} onChange={() => setKind("agent")} /> {words.work.act.toAgent}</label>
      </span>
      <input required maxLength={FACT_CHARS} autoComplete="off" list={names} aria-label={kind === "queue" ? words.work.act.queueName : words.work.act.agentName} value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <datalist id={names}>{(kind === "queue" ? queues : agents).map((each) => <option key={each} value={each} />)}</datalist>
      <button type="submit" aria-disabled={isSending}>{words.work.act.send}</button>
      <button type="button" class="quiet" onClick={onCancel}>{words.work.act.cancel}</button>
    </form>
  );
}
