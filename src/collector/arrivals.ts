/** Remembers what last came from which page of a site, for whoever looks after it, and from where it came in vain, for whoever has just pasted the tag. */
import { HEARD_PAGES, type HeardPage } from "../protocol/health";
import type { Arrivals as Told } from "../protocol/settings";
import { parseOrigin } from "./access/origins";
import type { Store } from "./store/store";
import { parseUrl } from "../protocol/parseUrl";

export interface Arrivals {
  /** Notes a website that is not allowed to send. */
  refuse(refused: { site: string; origin: string; at: number }): void;
  /** What came since the collector's start. */
  of(site: string): Omit<Told, "now">;
  /** All pages that are remembered, latest first; of the time before the collector's start those on which visits were last. */
  pages(site: string): Promise<HeardPage[]>;
}

/** Most pages that are named to whoever has just pasted the tag, and most websites that are remembered. */
const LATEST = 20;
/** So many of the last visits tell from which pages something came before the start. */
const VISITS_BEFORE = 500;

interface Heard {
  pages: Map<string, { type: string; at: number }>;
  refused: Map<string, number>;
}

/** In memory: it is mostly about the last few minutes. */
export function createArrivals({ store }: { store: Pick<Store, "onEvents" | "cards"> }): Arrivals {
  const sites = new Map<string, Heard>();
  const before = new Map<string, Promise<HeardPage[]>>();
  const find = (site: string): Heard => {
    const heard = sites.get(site) ?? { pages: new Map(), refused: new Map() };
    sites.set(site, heard);
    return heard;
  };
  /** Maps keep the order in which entries were added: what is heard again moves to the end, and the first is the oldest. */
  const put = <Value>(map: Map<string, Value>, key: string, value: Value, most: number) => {
    map.delete(key);
    map.set(key, value);
    if (map.size > most) map.delete(map.keys().next().value!);
  };
  const readBefore = async (site: string): Promise<HeardPage[]> => {
    const { cards } = await store.cards({ site, limit: VISITS_BEFORE });
    return cards.flatMap((card) => (card.kind === "session" && card.url !== undefined && parseUrl(card.url) ? [{ url: pageOf(card.url), at: card.lastAt }] : []));
  };

  store.onEvents((events) => {
    for (const { site, source, url, type, received } of events) {
      if (source === "page" && url !== undefined && parseUrl(url)) put(find(site).pages, pageOf(url), { type, at: received }, HEARD_PAGES);
    }
  });

  return {
    refuse({ site, origin, at }) {
      const known = parseOrigin(origin);
      if (known !== undefined) put(find(site).refused, known, at, LATEST);
    },
    of(site) {
      const { pages, refused } = find(site);
      return {
        pages: [...pages].map(([url, heard]) => ({ url, ...heard })).slice(-LATEST).reverse(),
        refused: [...refused].map(([origin, at]) => ({ origin, at })).reverse(),
      };
    },
    async pages(site) {
      const asked = before.get(site) ?? readBefore(site);
      before.set(site, asked);
      // What could not be read now may be read at the next question.
      asked.catch(() => before.delete(site));
      const since = [...find(site).pages].map(([url, heard]) => ({ url, ...heard }));
      // Latest first, so that of each page the first counts; what came since the start counts before all that came before it.
      const all = [...since.reverse(), ...(await asked).sort((a, b) => b.at - a.at)];
      const latest = new Map<string, HeardPage>();
      for (const page of all) if (!latest.has(page.url)) latest.set(page.url, page);
      return [...latest.values()].sort((a, b) => b.at - a.at).slice(0, HEARD_PAGES);
    },
  };
}

/** Without what may be a visitor's own in the address. */
function pageOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
