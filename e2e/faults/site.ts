/** The tracked website, one for all worlds: each has its own folder, whose pages send through that world's own proxy. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { serve } from "../fixtures/serve";

const DIST = path.resolve("../dist");

export interface FaultSite {
  /** @returns address of the world's folder, without a slash at the end */
  mount(world: string, attributes: { [name: string]: string }): string;
  stop(): Promise<void>;
}

/** The script comes from the website, as from a CDN: a collector out of reach must not keep the tracker away. */
export async function startFaultSite(): Promise<FaultSite> {
  const worlds = new Map<string, string>();
  const { origin, stop } = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? "/", origin);
    const [, world = "", name = ""] = /^\/w\/([\w-]+)\/(\w+)$/.exec(pathname) ?? [];
    const script = /^\/(pe\.js|extras\/\w+\.mjs)$/.exec(pathname)?.[1];
    const tag = worlds.get(world);
    const html = { "content-type": "text/html; charset=utf-8" };
    if (script) {
      readFile(path.join(DIST, script)).then(
        (code) => response.writeHead(200, { "content-type": "text/javascript" }).end(code),
        () => response.writeHead(404).end(),
      );
    } else if (tag && name === "shop") response.writeHead(200, html).end(page("Shop", tag));
    else if (tag && name === "bare") response.writeHead(200, html).end(page("No tag", ""));
    else response.writeHead(404).end();
  });
  return {
    mount(world, attributes) {
      const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`).join(" ");
      worlds.set(world, `<script async src="/pe.js" ${written}></script>`);
      return `${origin}/w/${world}`;
    },
    stop,
  };
}

const page = (title: string, tag: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">${tag}</head><body><h1>${title}</h1></body></html>`;
