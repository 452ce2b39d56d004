/** A secret or a link that nobody can ask for again: it takes the focus, so that nobody misses it, and stays until it is copied. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../words/pageWords";
import { Copyable } from "./copyable";

export interface OnceProps {
  title: string;
  label: string;
  text: string;
  /** What belongs to it. */
  children?: ComponentChildren;
  onDone(): void;
}

export function Once({ title, label, text, children, onDone }: OnceProps) {
  const heading = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [text]);
  return (
    <div class="once">
      <p tabIndex={-1} ref={heading}><strong>{title}</strong></p>
      <Copyable label={label} text={text} />
      {children}
      <p><button type="button" onClick={onDone}>{words.admin.done}</button></p>
    </div>
  );
}
