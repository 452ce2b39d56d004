/** A page with one message, for when there is no console to show. */
import type { ComponentChildren } from "preact";
import { words } from "./words/words";

export function Notice({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <main class="notice">
      <p class="brand">Parley</p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

/** Without an account on the site that the address names, or not any more: the way leads to a site of one's own. */
export function SiteUnknown() {
  return (
    <Notice title={words.notice.noSite}>
      <p>{words.notice.askAdmin}</p>
      <p><a href="/console/">{words.notice.ownSite}</a></p>
    </Notice>
  );
}

/** The login's page is the collector's own, and leads back here. */
export function LoginEnded() {
  const { pathname, search, hash } = location;
  return (
    <Notice title={words.notice.ended}>
      <p>{words.notice.comeBack}</p>
      <p><a href={`/console/login?to=${encodeURIComponent(pathname + search + hash)}`}>{words.notice.logIn}</a></p>
    </Notice>
  );
}
