/** Whose e-mail or phone was typed into the search: the directory knows, and cards show neither. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Found } from "../protocol/contact";
import type { Seat } from "./desk";
import { isKey } from "./matches";

/** Nobody is looked up while their phone is still being typed. */
const SETTLE_MS = 250;
const NOBODY: ReadonlySet<string> = new Set();

/** @returns ids of the contacts that have it, and what went wrong */
export function useContacts({ desk, me }: Seat, typed: string): { contacts: ReadonlySet<string>; failure: string } {
  const [found, setFound] = useState({ contacts: NOBODY, failure: "" });
  const turn = useRef(0);
  // Before the picture: who was found by what was typed before is nobody that fits this.
  useLayoutEffect(() => {
    const mine = ++turn.current;
    setFound({ contacts: NOBODY, failure: "" });
    // Who may not see addresses finds nobody by them.
    if (!isKey(typed) || !me.may.includes("people.unmask")) return;
    const timer = setTimeout(async () => {
      const reply = await desk.ask<Found>(`/v1/contacts?q=${encodeURIComponent(typed.trim())}`);
      // A slower answer to an earlier question must not undo a newer one.
      if (mine !== turn.current) return;
      setFound(reply.ok ? { contacts: new Set(reply.body.contacts.map(({ id }) => id)), failure: "" } : { contacts: NOBODY, failure: reply.reason });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return found;
}
