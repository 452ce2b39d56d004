/** The bar at the top of every page: where one is and where one may go, how fresh what is shown is, who works here, and in which language. */
import { useRef, useState } from "preact/hooks";
import type { NamedSite } from "../protocol/site";
import { addressOf } from "./addresses";
import type { Seat } from "./desk";
import { choose, LANGUAGES, preferred, words, type Language } from "./words/words";

/** Address to the name that it has in words, and what whoever goes there has to be allowed. */
const PAGES = {
  "/console/": ["sessions", "cards.see"],
  "/console/contacts": ["contacts", "people.see"],
  "/console/supervisor": ["supervisor", "queues.see"],
  "/console/rules": ["rules", "rules.see"],
  "/console/health": ["health", "health.see"],
  "/console/admin": ["admin", "settings.see"],
} as const;
/** The page that everybody has, and that their name leads to. */
const OWN = "/console/account";
export type Address = keyof typeof PAGES | typeof OWN;

/** @returns which page this address is */
export function pageAt(path: string): Address {
  const address = path.replace(/\/$/, "");
  return address === OWN || Object.hasOwn(PAGES, address) ? (address as Address) : "/console/";
}

export interface BarProps {
  seat: Seat;
  here: Address;
  /** Is what is shown as it is now? A page that shows what was asked for says nothing of it. */
  fresh?: boolean;
  /** How fresh, in a word or two. */
  says?: string;
}

export function Bar({ seat, here, fresh, says }: BarProps) {
  const { bar } = words;
  return (
    <header class="bar">
      <h1>Parley</h1>
      {seat.me.sites ? <Sites here={seat.me.site.key} sites={seat.me.sites} /> : <span class="site"><bdi>{seat.me.site.name}</bdi></span>}
      {says && <span class="live" data-live={fresh ? "live" : "reconnecting"}>{says}</span>}
      <nav aria-label={bar.pages}>
        {Object.entries(PAGES).filter(([, [, needs]]) => seat.me.may.includes(needs)).map(([address, [name]]) => (
          <a key={address} href={seat.desk.at(address)} {...(address === here && { "aria-current": "page" as const })}>{bar[name]}</a>
        ))}
      </nav>
      <a class="agent" href={seat.desk.at(OWN)} {...(here === OWN && { "aria-current": "page" as const })}><bdi>{seat.me.agent}</bdi><span class="spoken">{bar.account}</span></a>
      <select class="language" aria-label={bar.language} value={preferred()} onChange={({ currentTarget }) => choose(currentTarget.value as Language)}>
        {Object.entries(LANGUAGES).map(([language, name]) => <option key={language} value={language} lang={language}>{name}</option>)}
      </select>
      <form method="post" action="/console/logout"><button type="submit">{bar.logOut}</button></form>
    </header>
  );
}

/** Keys by which browsers choose the next of a list that is shut, and say so at once. */
const isStep = ({ key, altKey }: KeyboardEvent) => !altKey && (/^(Arrow|Page|Home|End)/.test(key) || (key.length === 1 && key !== " "));

/** Goes to the same page of the site that is chosen. Whoever steps through the names by keyboard has chosen one when they press Enter. */
function Sites({ here, sites }: { here: string; sites: NamedSite[] }) {
  const { bar } = words;
  const [looked, look] = useState<string>();
  const stepped = useRef(false);
  const go = (select: HTMLSelectElement, key: string) => {
    // Somebody may stay for what is not saved: the page is of this site as long as it is seen.
    select.value = here;
    look(undefined);
    if (key !== here) location.assign(addressOf(location.pathname, key));
  };
  return (
    <select
      class="site" aria-label={bar.site} title={bar.siteHint} value={looked ?? here}
      onPointerDown={() => void (stepped.current = false)}
      onKeyDown={(event) => {
        stepped.current = isStep(event);
        if (event.key === "Enter" && looked !== undefined) go(event.currentTarget, looked);
      }}
      onChange={({ currentTarget }) => (stepped.current ? look(currentTarget.value) : go(currentTarget, currentTarget.value))}
      onBlur={() => look(undefined)}
    >
      {sites.map(({ key, name }) => <option key={key} value={key} dir="auto">{name}</option>)}
    </select>
  );
}
