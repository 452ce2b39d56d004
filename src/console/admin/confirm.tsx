/** Asks once more before something is done that cannot be taken back. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../words/pageWords";

export interface ConfirmProps {
  /** What the button says, and what it is called where several say the same. */
  label: string;
  name?: string;
  /** What will follow. */
  ask: string;
  onConfirm(): void;
}

export function Confirm({ label, name = label, ask, onConfirm }: ConfirmProps) {
  const [isAsking, setAsking] = useState(false);
  const sure = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useLayoutEffect(() => {
    if (isAsking) sure.current?.focus();
    else if (wasAsking.current) first.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  if (!isAsking) return <button type="button" class="danger" ref={first} aria-label={name} onClick={() => setAsking(true)}>{label}</button>;
  const answer = () => {
    setAsking(false);
    onConfirm();
  };
  return (
    <span class="confirm" role="group" aria-label={name} onKeyDown={({ key }) => key === "Escape" && setAsking(false)}>
      <span>{ask}</span>{" "}
      <button type="button" class="danger" ref={sure} aria-label={name} onClick={answer}>{label}</button>{" "}
      <button type="button" onClick={() => setAsking(false)}>{words.admin.cancel}</button>
    </span>
  );
}
