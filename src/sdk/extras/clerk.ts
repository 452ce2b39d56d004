/** Hands what visitors do in forms, and what the page says of who they are, to the extra that makes claims of it. */
import { toData } from "../data";
import type { IdentityClaim } from "../../protocol/event";
import type { Bring, Host, IdentityRunning, Seen } from "./host";

export interface Clerk {
  /** Takes what happened in a form; the first use of a field has the extra loaded. */
  see(...one: Seen): void;
  /** Takes what the page says of its visitor. */
  say(claim: IdentityClaim): void;
  /** The page is going: of a form that was sent before the extra came, what needs none to be told is said. */
  leave(): void;
  /** Settles when all has been said. */
  settle(): Promise<unknown>;
}

export interface ClerkOptions {
  host: Host;
  bring: Bring;
  /** May only hashes be sent? */
  hash: unknown;
}

/** Most that is remembered until the extra has come. */
const SEEN = 200;
/** What the page says itself is its visitor's e-mail. */
const CERTAIN = ":is([type=email][name=email],[autocomplete=email],[data-pe=email]):not([data-pe-ignore] *,.pe-ignore *,[data-pe-ignore])";

export function createClerk({ host, bring, hash }: ClerkOptions): Clerk {
  let seen: Seen[] | undefined = host.options.identity === false ? undefined : [];
  let running: Promise<IdentityRunning | void> | undefined;
  const load = () =>
    // The page works without it.
    (running ??= bring("identity", seen ?? []).catch(host.debug).finally(() => (seen = undefined)));
  return {
    see(...one) {
      // Nothing is pressed or sent that has not been filled in.
      if (seen && host.consent() === "granted" && (seen[0] || one[0] === "input") && seen.push(one) < SEEN) load();
    },
    say(claim) {
      const moment = host.moment();
      if (hash) load().then((extra) => extra?.claim(toData(claim), moment));
      else host.emit("identity.claimed", claim, moment);
    },
    leave() {
      if (!hash && seen?.some(([type]) => type === "submit"))
        for (const [type, field] of seen.splice(0))
          if (type === "input" && (field as Element).matches(CERTAIN)) host.emit("identity.claimed", { email: (field as HTMLInputElement).value, moment: "submit" }, host.moment());
    },
    settle: async () => (await running)?.done(),
  };
}
