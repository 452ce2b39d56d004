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

/** Most that is remembered until the extra has come: more than anybody types by then. */
const SEEN = 1_000;
/** What the site's own word and the browser's check make certain. */
const CERTAIN = "[type=email][name=email]:valid,[type=email][autocomplete=email]:valid";

export function createClerk({ host, bring, hash }: ClerkOptions): Clerk {
  let seen: Seen[] | undefined = host.options.identity === false ? undefined : [];
  let running: Promise<IdentityRunning | void> | undefined;
  const load = () =>
    (running ??= bring("identity", seen ?? []).finally(() => (seen = undefined)));
  return {
    see(...one) {
      // Nothing is pressed or sent that has not been filled in.
      if (seen && seen.length < SEEN && host.consent("identity") === "granted" && (seen[0] || one[0] === "input") && seen.push(one)) load();
    },
    say(claim) {
      const moment = host.moment();
      if (!hash) return host.emit("identity.claimed", claim, moment);
      if (host.consent("identity") !== "granted") return;
      // A copy: the page may change what it has said before the extra has come.
      const copy = toData(claim);
      load().then((extra) => extra?.claim(copy, moment));
    },
    leave() {
      // Where the site wants anything but the default, the extra must judge.
      if (hash || /capture|forms/i.test(`${Object.keys({ ...host.options, ...host.options.identity })}`)) return;
      const sent = seen?.find(([type, field, isTrusted]) => isTrusted && type === "input" && (field as Element).matches(CERTAIN) && seen!.some(([type, form]) => type === "submit" && form === (field as HTMLInputElement).form))?.[1] as HTMLInputElement | undefined;
      if (!sent?.value || sent.closest("[data-pe-ignore],.pe-ignore,[data-pe=off]")) return;
      host.emit("identity.claimed", { email: sent.value, moment: "submit" }, host.moment());
      seen = undefined;
    },
    settle: async () => (await running)?.done(),
  };
}
