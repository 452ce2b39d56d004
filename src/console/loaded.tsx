/** A page of the console whose code is in a file of its own, loaded when the page is opened. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Seat } from "./desk";
import { Notice } from "./notice";
import { words } from "./words/words";

type Page = ComponentType<{ seat: Seat }>;

export function loaded(load: () => Promise<Page>): Page {
  return function Loaded({ seat }) {
    const [state, setState] = useState<{ Page?: Page; failed?: true }>({});
    useEffect(() => {
      load().then((Page) => setState({ Page }), () => setState({ failed: true }));
    }, []);
    if (state.Page) return <state.Page seat={seat} />;
    return <Notice title={state.failed ? words.notice.notLoaded : words.common.loading}>{state.failed && <p role="alert">{words.notice.outdated}</p>}</Notice>;
  };
}
