/** Denies by default: a route that names no permission and is not in the list of public ones keeps the server from starting. */
import type { FastifyInstance, RouteOptions, RouteShorthandOptions } from "fastify";
import type { Guarded, Need } from "./callers";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The body is a file, of whatever type it is said to be. */
    isFile?: boolean;
    /** Browsers ask by themselves, again and again: that is no sign of somebody who is there. */
    isWatch?: boolean;
  }
}

/** What a file of guarded routes sees of the server: no other handler fits. */
export interface GuardedRoutes {
  get: AddGuarded;
  post: AddGuarded;
  put: AddGuarded;
  patch: AddGuarded;
  delete: AddGuarded;
}

interface AddGuarded {
  (path: string, handler: Guarded): unknown;
  (path: string, options: RouteShorthandOptions, handler: Guarded): unknown;
}

/** Routes that anybody may ask, and why. HEAD is where GET is. */
export const PUBLIC_ROUTES: { readonly [route: string]: string } = {
  "POST /v1/events": "Names its sender by itself: see ingest/sender.",
  "OPTIONS /v1/events": "Browsers ask this without cookies.",
  "POST /v1/handover": "For pages, by the site's public key.",
  "POST /v1/forget": "For pages, by the site's public key.",
  "GET /v1/pushes": "For pages, by the site's public key.",
  "POST /v1/connectors/:id": "For contact centres, by their signature.",
  "GET /console": "Leads to the page.",
  "GET /console/": "A page: without a login it leads to the way in.",
  "GET /console/contacts": "As above.",
  "GET /console/rules": "As above.",
  "GET /console/health": "As above.",
  "GET /console/supervisor": "As above.",
  "GET /console/admin": "As above.",
  "GET /console/account": "As above.",
  "GET /console/:name": "Scripts and styles: the same for everybody.",
  "GET /console/login": "The way in.",
  "POST /console/login": "The way in.",
  "POST /console/logout": "The way out.",
  "GET /console/provider": "The way in by the identity provider, where there is one.",
  "GET /console/provider/callback": "As above.",
  "GET /pe.js": "For pages.",
  "GET /stub.js": "For pages.",
  "GET /extras/*": "For pages.",
  "GET /v/:version/pe.js": "For pages.",
  "GET /v/:version/stub.js": "For pages.",
  "GET /v/:version/extras/*": "For pages.",
  "GET /snippet": "What every page shows in its source.",
  "GET /demo": "The shop.",
  "GET /demo/*": "The shop.",
  "GET /livez": "For monitoring.",
  "GET /readyz": "For monitoring.",
  "GET /metrics": "For monitoring: counts, and nobody's data.",
  "GET /openapi.json": "The same for everybody.",
  "GET /.well-known/gpc.json": "The same for everybody.",
  "GET /robots.txt": "The same for everybody.",
};

/** Has to be called before the first route. @param routed hears of each route */
export function demandGuards(server: FastifyInstance, routed: (route: RouteOptions) => void): void {
  server.addHook("onRoute", (route) => {
    routed(route);
    if (needOf(route) !== undefined) return;
    for (const name of namesOf(route)) {
      if (!Object.hasOwn(PUBLIC_ROUTES, name)) throw new Error(`The route ${name} names no permission. Give it a guard, or a place in the list of public routes.`);
    }
  });
}

/** What a route needs; a public one nothing. */
export function needOf({ handler }: Pick<RouteOptions, "handler">): Need | undefined {
  return (handler as Partial<Guarded>).need;
}

/** A route's names in the list, one a method. */
export function namesOf({ method, url }: Pick<RouteOptions, "method" | "url">): string[] {
  return [method].flat().map((one) => `${one === "HEAD" ? "GET" : one} ${url}`);
}
