/** Counts page views: arrivals, routes of single-page applications, and returns from the back-forward cache. */
import { captureRoute } from "./route";
import { parseSearch } from "./search";
import type { Arrival } from "../../protocol/event";
import type { Emit, Moment } from "../pipeline";

export interface PageCapture {
  /** Counts a page view. */
  view(arrival: Arrival, data?: object): void;
  /** Emits a route change that still waits for its title; others must not overtake it. */
  settle(): void;
}

export interface PageOptions {
  emit: Emit;
  moment: () => Moment;
  /** Count route changes too. */
  routes: boolean;
  /** Takes the hooks out of the page. */
  signal: AbortSignal;
}

/** Routers change the address first and the title a moment later. */
const TITLE_MS = 50;

/** The address without the fragment, unless the fragment is the route; and without a link's token, which goes as soon as it is read. */
const routeOf = (url: string) => url.replace(/[?&](pe_token=\w+)?|#(?![!/]).*/g, "");

export function capturePage({ emit, moment, routes, signal }: PageOptions): PageCapture {
  let route: string | undefined;
  let pending: (() => void) | undefined;

  const settle = () => {
    const emitPending = pending;
    pending = undefined;
    emitPending?.();
  };
  const view: PageCapture["view"] = (arrival, data) => {
    settle();
    const when = moment();
    const query = parseSearch(when.url);
    route = routeOf(when.url);
    const emitView = () => {
      emit("page.viewed", { title: document.title, referrer: document.referrer, arrival, ...data }, when);
      if (query) emit("search.performed", { query }, when);
    };
    if (arrival === "route") {
      pending = emitView;
      setTimeout(settle, TITLE_MS);
    } else emitView();
  };

  // A page that returns from the cache was seen again, although no script of it started anew.
  addEventListener("pageshow", ({ persisted }) => persisted && view("restore"), { signal });
  if (routes) captureRoute(() => routeOf(location.href) !== route && view("route"), signal);
  return { view, settle };
}
