/** A page of the console whose code is in a file of its own, loaded when the page is opened. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Seat } from "./desk";
import { Notice } from "./notice";

type Page = ComponentType<{ seat: Seat }>;

export function loaded(load: () => Promise<Page>): Page {
  return function Loaded({ seat }) {
    const [state, setState] = useState<{ Page?: Page; failed?: true }>({});
    useEffect(() => {
      load().then((Page) => setState({ Page }), () => setState({ failed: true }));
    }, []);
    if (state.Page) return <state.Page seat={seat} />;
    return <Notice title={state.failed ? "This page could not be loaded" : "Loading…"}>{state.failed && <p role="alert">The collector cannot be reached, or was updated meanwhile. Load the page again.</p>}</Notice>;
  };
}
