/** The website: one page for everybody, which differs in the SDK's script and in the lines that call it. */
import { listen } from "./listen.mjs";

/** All addresses of a run have as many digits. */
const FIRST = 10_000;

/**
 * @typedef {object} Visit what a page is for
 * @property {string} peer
 * @property {string} sink
 * @property {string} run names the events of one measurement
 * @property {string} key
 */

/**
 * @param {import("../peers/peer.mjs").Peer[]} peers
 * @param {Map<string, Map<string, Buffer>>} scripts by peer and address
 */
export async function startSite(peers, scripts) {
  /** @type {string[]} */
  const asked = [];
  // Addresses travel with events, so they must be of one length for everybody: what they stand for is kept here.
  /** @type {Visit[]} */
  const visits = Array(FIRST);
  const { port, stop } = await listen((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    const [, what, id = "", ...rest] = pathname.split("/");
    const send = (type, body) => response.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(body);
    const visit = what === "shoes" && visits[Number(id)];
    if (visit) return send("text/html; charset=utf-8", page(peers.find((peer) => peer.id === visit.peer), visit));
    if (what === "away") return send("text/html; charset=utf-8", AWAY);
    const script = what === "script" && scripts.get(id)?.get(rest.join("/"));
    if (script) return send("text/javascript", script);
    asked.push(pathname);
    response.writeHead(404).end();
  });
  const origin = `http://localhost:${port}`;
  return {
    origin,
    /** Addresses that nobody has: an SDK that asks for more of itself. */
    asked,
    /** @param {Visit} visit */
    pageOf: (visit) => `${origin}/shoes/${visits.push(visit) - 1}`,
    away: `${origin}/away`,
    stop,
  };
}

const frame = (title, script) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>
<body><h1>${title}</h1><p>Shoes, hats and umbrellas.</p>${script}</body></html>`;

const AWAY = frame("Another page, without an SDK", "");

/** The text of a function as a property: that of a method begins with its name, that of an arrow does not. */
const asProperty = (name, text) => (text.replace(/^async /, "").startsWith(`${name}(`) ? text : `${name}: ${text}`);

/** Without a peer it is the empty page: the same timers, and nobody to call. */
function page(peer, { sink, run, key }) {
  const methods = Object.entries(peer?.page ?? {}).map(([name, method]) => asProperty(name, `${method}`));
  const told = JSON.stringify({ sink, run, key, script: peer && `/script/${peer.id}/sdk.js` });
  return frame("Shop", `<script>
  const told = ${told};
  const peer = { ${methods.join(",\n")} };
  const load = (src, data = {}) => new Promise((done, fail) => {
    const script = Object.assign(document.createElement("script"), { src, async: true, onload: () => done(), onerror: fail });
    Object.assign(script.dataset, data);
    document.head.append(script);
  });
  const track = (index) => peer.track?.({ index, run: told.run, sku: "SKU-" + index, price: 9.99, currency: "EUR", category: "shoes" });
  window.bench = {
    start: async () => peer.start?.({ ...told, load }),
    identify: () => void peer.identify?.(),
    /** As many events, so many milliseconds apart; 0 is all of them in one task. */
    work(count, gap, from = 0) {
      let index = from;
      if (!gap) {
        while (index < from + count) track(index++);
        return;
      }
      const timer = setInterval(() => {
        track(index++);
        if (index === from + count) clearInterval(timer);
      }, gap);
    },
  };
  </script>`);
}
