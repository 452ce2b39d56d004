/** What the script tag runs: reads the tag, takes over from the stub, and becomes `window.pe`. */
import { createParley } from "./parley";
import type { Call } from "./parley";

interface Stub {
  q: Call[];
  v?: string;
}

/** Options that the script tag gives, for pages that need no code at all: `data-idle-minutes="30"`, `data-spa="off"`. */
function readTag(dataset: DOMStringMap): { [name: string]: unknown } {
  const options: { [name: string]: unknown } = {};
  for (const name in dataset) options[name] = /^(off|false)$/.test(dataset[name]!) ? false : dataset[name] || true;
  return options;
}

const page = window as { pe?: Stub };
// Elements with the id "pe" would stand here too, and one of them may be named "q": only a list of calls is a stub's.
const stub: Stub = Array.isArray(page.pe?.q) ? page.pe : { q: [] };
if (!stub.v) {
  // Read past the page: an image named "currentScript" would answer in its place.
  const script = Reflect.get(Document.prototype, "currentScript", document) as HTMLScriptElement | null;
  stub.v = "__VERSION__";
  page.pe = stub;
  createParley({ src: script?.src, options: readTag(script?.dataset ?? {}), calls: stub.q, target: stub });
}
