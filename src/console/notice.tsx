/** A page with one message, for when there is no console to show. */
import type { ComponentChildren } from "preact";

export function Notice({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <main class="notice">
      <p class="brand">Parley</p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

/** Logins come as links that the collector prints; there is no password to ask for. */
export function LoginEnded() {
  return (
    <Notice title="Your login has ended">
      <p>To come back, open a new login link in this browser. The collector prints one each time it starts: restart it, or ask the person who runs it for the link.</p>
    </Notice>
  );
}
