/** Hands what visitors do in forms, and what the page says of who they are, to the extra that makes claims of it. */
import { toData } from "../data";
import type { IdentityClaim } from "../../protocol/event";
import type { IdentityExtra, IdentityHost, IdentityRunning, Seen } from "./host";

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
  host: IdentityHost;
  /** Address of the extra's module; without one there is none. */
  url: string | undefined;
  /** May only hashes be sent? */
  hash: unknown;
  /** Stops the extra, or keeps it from being started. */
  signal: AbortSignal;
}

/** Most that is remembered until the extra has come: more than anybody types by then. */
const SEEN = 1_000;
/** What the site's own word and the browser's check make certain. */
const CERTAIN = "[type=email][name=email]:valid,[type=email][autocomplete=email]:valid";

export function createClerk({ host, url, hash, signal }: ClerkOptions): Clerk {
  let seen: Seen[] | undefined = host.options.identity === false ? undefined : [];
  let running: Promise<IdentityRunning | undefined> | undefined;
  const load = () =>
    (running ??= (async () => {
      try {
        const module: { default: IdentityExtra } = await import(url!);
        if (signal.aborted) return undefined;
        const extra = module.default(host, seen ?? []);
        signal.addEventListener("abort", extra.stop);
        return extra;
      } catch (error) {
        // The page works without it.
        host.debug(url!, error);
        return undefined;
      } finally {
        seen = undefined;
      }
    })());
  return {
    see(...one) {
      // Nothing is pressed or sent that has not been filled in.
      if (url && seen && seen.length < SEEN && host.isAllowed() && (seen[0] || one[0] === "input") && seen.push(one)) void load();
    },
    say(claim) {
      const moment = host.moment();
      if (!hash) return host.emit("identity.claimed", claim, moment);
      const copy = toData(claim);
      void (url && load().then((extra) => extra?.claim(copy, moment)));
    },
    leave() {
      const { capture = host.options.identityCapture ?? "submit", forms, skipFormsWith } = host.options.identity || {};
      const hasSent = (form: EventTarget | null) => seen!.some(([type, target]) => type === "submit" && target === form);
      // Where the site wants anything but the default, the extra must judge.
      if (hash || forms || skipFormsWith || capture !== "submit") return;
      const sent = seen?.find(([type, field, isTrusted]) => isTrusted && type === "input" && (field as Element).matches(CERTAIN) && hasSent((field as HTMLInputElement).form))?.[1] as HTMLInputElement | undefined;
      if (!sent?.value || sent.closest("[data-pe-ignore],.pe-ignore,[data-pe=off]")) return;
      host.emit("identity.claimed", { email: sent.value, moment: "submit" }, host.moment());
      seen = undefined;
    },
    settle: async () => (await running)?.done(),
  };
}
