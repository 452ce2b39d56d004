/** The bar at the top of every page: where one is and where one may go, how fresh what is shown is, and who works here. */
import type { Seat } from "./desk";

const PAGES = { "/console/": "Sessions", "/console/contacts": "Contacts", "/console/rules": "Rules", "/console/health": "Tracking health" } as const;
export type Address = keyof typeof PAGES;

/** @returns which page this address is */
export function pageAt(path: string): Address {
  const address = path.replace(/\/$/, "");
  return Object.hasOwn(PAGES, address) ? (address as Address) : "/console/";
}

export interface BarProps {
  seat: Seat;
  here: Address;
  /** Is what is shown as it is now? A page that shows what was asked for says nothing of it. */
  fresh?: boolean;
  /** How fresh, in a word or two. */
  words?: string;
}

export function Bar({ seat, here, fresh, words }: BarProps) {
  return (
    <header class="bar">
      <h1>Parley</h1>
      <span class="site">{seat.me.site.name}</span>
      {words && <span class="live" data-live={fresh ? "live" : "reconnecting"}>{words}</span>}
      <nav aria-label="Pages">
        {Object.entries(PAGES).map(([address, name]) => (
          <a key={address} href={address} {...(address === here && { "aria-current": "page" as const })}>{name}</a>
        ))}
      </nav>
      <span class="agent">{seat.me.agent}</span>
      <form method="post" action="/console/logout"><button type="submit">Log out</button></form>
    </header>
  );
}
