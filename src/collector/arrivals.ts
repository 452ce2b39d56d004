/** Remembers what last came from which page of a site, and from where it came in vain, for whoever has just pasted the tag. */
import type { Arrivals as Told } from "../protocol/settings";
import { parseOrigin } from "./access/origins";
import type { Store } from "./store/store";
import { parseUrl } from "../protocol/parseUrl";

export interface Arrivals {
  /** Notes a website that is not allowed to send. */
  refuse(refused: { site: string; origin: string; at: number }): void;
  of(site: string): Omit<Told, "now">;
}

/** Most pages, and most websites, that are remembered of a site. */
const REMEMBERED = 20;

interface Heard {
  pages: Map<string, { type: string; at: number }>;
  refused: Map<string, number>;
}

/** In memory: it is about the last few minutes. */
export function createArrivals({ store }: { store: Pick<Store, "onEvents"> }): Arrivals {
  const sites = new Map<string, Heard>();
  const find = (site: string): Heard => {
    const heard = sites.get(site) ?? { pages: new Map(), refused: new Map() };
    sites.set(site, heard);
    return heard;
  };
  /** Maps keep the order in which entries were added: what is heard again moves to the end, and the first is the oldest. */
  const put = <Value>(map: Map<string, Value>, key: string, value: Value) => {
    map.delete(key);
    map.set(key, value);
    if (map.size > REMEMBERED) map.delete(map.keys().next().value!);
  };

  store.onEvents((events) => {
    for (const { site, source, url, type, received } of events) {
      if (source === "page" && url !== undefined && parseUrl(url)) put(find(site).pages, pageOf(url), { type, at: received });
    }
  });

  return {
    refuse({ site, origin, at }) {
      const known = parseOrigin(origin);
      if (known !== undefined) put(find(site).refused, known, at);
    },
    of(site) {
      const { pages, refused } = find(site);
      return {
        pages: [...pages].map(([url, heard]) => ({ url, ...heard })).reverse(),
        refused: [...refused].map(([origin, at]) => ({ origin, at })).reverse(),
      };
    },
  };
}

/** Without what may be a visitor's own in the address. */
function pageOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
