/** The inside of opened cards is a file of its own: it comes while agents look at what is shut, and most often before they open one. */
import { useEffect, useState } from "preact/hooks";
import type { OpenedProps } from "./opened";
import { words } from "./words/words";

type Inside = typeof import("./opened").Opened;

let inside: Inside | undefined;

/** Asks for the file. A second try is made where the first failed. */
export async function prepare(): Promise<void> {
  ({ Opened: inside } = await import("./opened"));
}

export function Opened(props: OpenedProps) {
  const [state, setState] = useState<"loading" | "failed" | "there">(inside ? "there" : "loading");
  useEffect(() => {
    // It may have come since it was looked for.
    (inside ? Promise.resolve() : prepare()).then(() => setState("there"), () => setState("failed"));
  }, []);
  if (state === "there" && inside) {
    const Inside = inside;
    return <Inside {...props} />;
  }
  return state === "failed" ? <p class="failure" role="alert">{words.notice.outdated}</p> : <p class="hint">{words.common.loading}</p>;
}
