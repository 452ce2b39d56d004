/** Shows by their numbers the invisible signs that turn text around: a name or a queue that has them would otherwise read as another. */
import { Fragment, options, type ComponentChild, type ComponentChildren, type VNode } from "preact";

/** Embeddings, overrides and isolates; the plain marks of direction that scripts need are not among them. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;
const HEXADECIMAL = 16;

/** `\u202Egnp.exe` reads `‹U+202E›gnp.exe`. */
export const spelledOut = (text: string): string => text.replace(TURNS, (sign) => `‹U+${sign.charCodeAt(0).toString(HEXADECIMAL).toUpperCase()}›`);

/** From now on all text that is drawn is spelled out; what is sent and what stands in fields stays as it is. */
export function startSpellingOut(): void {
  const before = options.vnode;
  options.vnode = (node: VNode) => {
    if (typeof node.type === "string" || node.type === Fragment) {
      const props = node.props as { children?: ComponentChildren };
      if (props.children !== undefined) props.children = inChildren(props.children);
    }
    before?.(node);
  };
}

function inChildren(children: ComponentChildren): ComponentChildren {
  if (typeof children === "string") return spelledOut(children);
  // A list stays the list that it is where nothing in it has to be said otherwise.
  if (!Array.isArray(children) || !children.some((child) => typeof child === "string" || Array.isArray(child))) return children;
  return children.map((child) => inChildren(child) as ComponentChild);
}
