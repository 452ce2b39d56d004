/** Says whether a card answers to what an agent typed. */
import type { Card } from "../protocol/card";
import { sessionCode } from "../protocol/id";
import { look } from "./look";

/** @param typed a code that a visitor read out, a name, a page, a queue */
export function matches(card: Card, typed: string, now: number): boolean {
  const wanted = plain(typed.trim());
  if (!wanted) return true;
  const { title, name, queue, agent, label } = look(card, now);
  const code = card.kind === "session" ? card.code : card.session && sessionCode(card.session);
  // Six digits are read out, and typed, in groups.
  const digits = wanted.replace(/[\s\p{Pd}]+/gu, "");
  if (digits && code?.includes(digits)) return true;
  const parts = wanted.split(/\s+/);
  return [title, name, queue, agent, label, card.kind === "session" ? card.url : ""].some((text) => {
    if (!text) return false;
    const there = plain(text);
    return parts.every((part) => there.includes(part));
  });
}

/** As somebody types who has not all letters on the keyboard: "dvorak" is Dvořák, as the directory finds them too. */
function plain(text: string): string {
  // Thousands of cards are asked with each key, and most have nothing to fold.
  return (/^[\0-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "")).toLowerCase();
}

/** Fewest digits that are looked up as a phone's. */
const PHONE_DIGITS = 5;

/** @returns is this a whole e-mail or the end of a phone, which the directory may know and the card does not show? */
export function isKey(typed: string): boolean {
  const text = typed.trim();
  return /^\S+@\S+\.\S+$/.test(text) || (/^[+\d\s()./-]+$/.test(text) && text.replace(/\D/g, "").length >= PHONE_DIGITS);
}
